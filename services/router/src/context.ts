import {
  type Budgets,
  type MetadataStore,
  openMetadataStore,
  type Revocations,
  type Routers,
} from '@understudy/metadata-store';
import { createOpaqueIds, type OpaqueIds } from '@understudy/opaque-id';
import { clientKey, createPeerClient, LivenessProbe, type Pathway, PeerTls } from '@understudy/peer-protocol';
import { type AddressRange, subscriberOf } from '@understudy/playback-token';
import { createLogger, EventFeed, type Logger } from '@understudy/service-kit';
import { startTracing, type Tracing } from '@understudy/tracing';
import { Registry } from 'prom-client';
import type { RouterConfig } from './config.js';
import { createEvents, type RouterEvents } from './events.js';
import { RequestRates } from './limits/request-rates.js';
import { ArtifactStatuses } from './membership/artifact-statuses.js';
import { ClusterMembers } from './membership/cluster-members.js';
import { LostWorkers } from './membership/lost-workers.js';
import { UpstreamHealth } from './membership/upstream-health.js';
import { OpenStreams } from './open-streams.js';
import { HandOver } from './play/hand-over.js';
import { mediaHead } from './play/headers.js';
import type { Playback } from './playback/playback.js';
import type { PlaybackConfig } from './playback/playback-config.js';
import { rememberResults } from './remember-results.js';
import { KnownCopies } from './spread/known-copies.js';
import { Spread } from './spread/spread.js';
import { WorkerLoads } from './spread/worker-loads.js';
import { UpstreamClient } from './upstream/upstream-client.js';

/** Video IDs and addresses whose meaning is kept, 1 MB of each at most: one that is forgotten costs some microseconds to find again. */
const remembered = 4_096;

/** Everything the routes work with. */
export interface RouterContext {
  readonly logger: Logger;
  readonly registry: Registry;
  readonly events: RouterEvents;
  /** The last of them. */
  readonly feed: EventFeed;
  /** Undefined in tests that bring their own. */
  readonly routers: Routers | undefined;
  /** Undefined where nobody collects traces. */
  readonly tracing: Tracing | undefined;
  readonly ids: OpaqueIds;
  /** By the address that asks: see `clientKey`. */
  readonly clientKeyOf: (address: string) => string;
  readonly members: ClusterMembers;
  readonly health: UpstreamHealth;
  readonly upstreams: UpstreamClient;
  /** Undefined where it talks with workers in the clear. */
  readonly peerTls: PeerTls | undefined;
  readonly statuses: ArtifactStatuses;
  readonly streams: OpenStreams;
  /** How many requests for the catalog are not over. */
  readonly forwarded: { open: number };
  /** Of all addresses. */
  readonly rates: RequestRates;
  readonly handOver: HandOver;
  readonly loads: WorkerLoads;
  readonly spread: Spread;
  readonly limits: Pick<
    RouterConfig,
    | 'maxConnections'
    | 'connectionsPerAddress'
    | 'newConnectionsPerS'
    | 'responsesPerAddress'
    | 'limitedAddresses'
    | 'shedDelayMs'
    | 'stallMs'
    | 'probeTimeoutMs'
    | 'failoverDeadlineMs'
    | 'playerStallMs'
    | 'drainDeadlineMs'
    | 'strictTransportS'
  >;
  /** Who may play; undefined where whoever has an ID may. */
  readonly playback: Playback | undefined;
  readonly trustedProxies: readonly AddressRange[];
  /** See `mediaHead`. */
  readonly mediaHead: readonly string[];
  /** Undefined where there are no several public addresses. */
  readonly steering: { readonly pathways: readonly Pathway[]; readonly ttlS: number } | undefined;
  readonly catalog: { readonly url: string; readonly timeoutMs: number };
  /** From the signal to stop on: nothing new should come here. */
  draining: boolean;
  close(): Promise<void>;
}

/** Opens everything by `config`. `parts` replaces what a test brings itself, and closes. */
export async function createContext(
  config: RouterConfig,
  parts: {
    readonly store?: Pick<MetadataStore, 'watchMembership'> & Partial<Pick<Revocations, 'readRevocations'>>;
    readonly budgets?: Pick<Budgets, 'charge'> | undefined;
  } = {},
): Promise<RouterContext> {
  const feed = new EventFeed(config.eventsKept);
  const logger = createLogger(config.logLevel, { service: 'router' }, feed);
  const registry = new Registry();
  const events = createEvents(logger, registry, { limitedAddresses: config.limitedAddresses });
  const tracing = await startTracing(config.tracing, { service: 'router', events });
  const opened =
    parts.store === undefined
      ? await openMetadataStore(config.metadataUrl, {
          keyPrefix: config.metadataPrefix,
          ...(config.dataDir !== undefined && { dataDir: config.dataDir }),
          onReachable: (reachable, cause) => events.metadataReachable(reachable, cause),
        })
      : undefined;
  const trust = config.peers.tls && new PeerTls(config.peers.tls, events);
  const probe = new LivenessProbe({ timeoutMs: config.probeTimeoutMs, longestMs: config.patienceMs, trust });
  const health = new UpstreamHealth({
    probe,
    intervalMs: config.probeIntervalMs,
    onChange: ({ id }, alive) => events.workerAlive(id, alive),
  });
  const handOver = new HandOver();
  const loads = new WorkerLoads(config.loadFreeStreams);
  const lost = new LostWorkers();
  const members: ClusterMembers = new ClusterMembers({
    store: (parts.store ?? opened) as Pick<MetadataStore, 'watchMembership'>,
    placementKey: config.placementKey,
    pollIntervalMs: config.membershipPollMs,
    candidates: config.candidates,
    onChange: (membership) => {
      const { members } = membership;
      health.retain(members);
      loads.retain(members);
      handOver.drain(members.filter(({ state }) => state === 'draining'));
      for (const id of lost.see(membership)) events.workerLost(id);
      events.membership(membership);
    },
  });
  const [secret] = config.peers.secrets;
  const peers = createPeerClient(secret, { slowness: (url) => probe.slowness(url), trust });
  const upstreams = new UpstreamClient(secret, trust);
  const statuses = new ArtifactStatuses(peers, config.probeTimeoutMs);
  const opaqueIds = createOpaqueIds(config.idKeys);
  // A player asks for a segment every few seconds: without, each costs a cipher block and an HMAC.
  const ids = { ...opaqueIds, decode: rememberResults(opaqueIds.decode, remembered) };
  const clientKeyOf = rememberResults((address) => clientKey(secret, subscriberOf(address)), remembered);
  const streams = new OpenStreams(config.maxStreams, {
    bytesPerS: config.minReadBytesPerS,
    windowMs: config.readWindowMs,
  });
  const rates = new RequestRates({
    perSecond: config.requestsPerS,
    kept: config.limitedAddresses,
    shared: opened ?? parts.budgets,
    nameOf: (address) => `requests:${clientKeyOf(address)}`,
  });
  const playback = config.playback && (await openPlayback(config.playback));
  return {
    logger,
    registry,
    events,
    feed,
    routers: opened,
    tracing,
    ids,
    clientKeyOf,
    peerTls: trust,
    playback,
    trustedProxies: config.trustedProxies,
    mediaHead: mediaHead(config.tls !== undefined, config.strictTransportS),
    members,
    health,
    upstreams,
    statuses,
    streams,
    forwarded: { open: 0 },
    rates,
    handOver,
    loads,
    spread: new Spread({
      loads,
      copies: new KnownCopies(statuses),
      loadFactor: config.loadFactor,
      isAlive: (upstream) => health.isAlive(upstream),
      mayFill: () => members.storeReachable,
      onSpread: (isSpilled) => events.spread(isSpilled),
    }),
    limits: config,
    steering: config.publicOrigins && { pathways: config.publicOrigins, ttlS: config.steeringTtlS },
    catalog: { url: config.catalogUrl, timeoutMs: config.catalogTimeoutMs },
    draining: false,
    async close() {
      playback?.close();
      rates.close();
      streams.close();
      members.close();
      handOver.close();
      health.close();
      peers.close();
      upstreams.close();
      trust?.close();
      await opened?.close();
      await tracing?.close();
    },
  };

  async function openPlayback(settings: PlaybackConfig): Promise<Playback> {
    // What verifies tokens is loaded only where there are some.
    const { Playback } = await import('./playback/playback.js');
    const store = (parts.store ?? opened) as Pick<Revocations, 'readRevocations'>;
    return Playback.open({ config: settings, secrets: config.peers.secrets, ids, store, events });
  }
}
