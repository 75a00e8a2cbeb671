import { KnownKeys, WrongKeyLimit } from '@understudy/access-keys';
import { createSlotHash } from '@understudy/hash-ring';
import { type MembershipWatch, type MetadataStore, openMetadataStore } from '@understudy/metadata-store';
import { createOpaqueIds, type OpaqueIds } from '@understudy/opaque-id';
import { createPeerClient, type PeerClient, PeerTls } from '@understudy/peer-protocol';
import { createLogger, EventFeed, type Logger } from '@understudy/service-kit';
import { Registry } from 'prom-client';
import type { ConsoleConfig } from './config.js';
import { type ConsoleEvents, createEvents } from './events.js';
import { KnownRouters } from './known-routers.js';
import { TimingSampler } from './timings/timing-sampler.js';

/** Everything the routes work with. */
export interface ConsoleContext {
  readonly logger: Logger;
  readonly registry: Registry;
  readonly events: ConsoleEvents;
  /** The last of its own events. */
  readonly feed: EventFeed;
  readonly store: MetadataStore;
  readonly routers: KnownRouters;
  /** Stands as it last was while the store is away. */
  readonly membership: MembershipWatch;
  readonly ids: OpaqueIds;
  readonly slotOf: (contentId: bigint) => number;
  readonly peers: PeerClient;
  readonly peerTimeoutMs: number;
  readonly mostRevocations: number;
  /** Where players come to; null where nobody said. */
  readonly publicUrl: string | null;
  readonly keys: KnownKeys;
  /** How many keys there may be in the store. */
  readonly mostKeys: number;
  readonly wrongKeys: WrongKeyLimit;
  /** How many descriptions a search for videos looks at, at once. */
  readonly searchedVideos: number;
  /** How long things take, of the last `timingsKeptMs`. */
  readonly timings: TimingSampler;
  readonly timingsKeptMs: number;
  /** Whether an operator may have workers of this machine killed. */
  readonly mayKillWorkers: boolean;
  /** SIGKILL. */
  readonly killProcess: (pid: number) => void;
  close(): Promise<void>;
}

/** Opens everything by `config`. A store that is away is no reason not to start. */
export async function createContext(config: ConsoleConfig): Promise<ConsoleContext> {
  const feed = new EventFeed(config.eventsKept);
  const logger = createLogger(config.logLevel, { service: 'console' }, feed);
  const registry = new Registry();
  const events = createEvents(logger, registry);
  const store = await openMetadataStore(config.metadataUrl, {
    keyPrefix: config.metadataPrefix,
    waitReplicas: config.metadataWaitReplicas,
    ...(config.dataDir !== undefined && { dataDir: config.dataDir }),
    commandTimeoutMs: config.metadataTimeoutMs,
    onReachable: (reachable, cause) => events.metadataReachable(reachable, cause),
  });
  const keys = new KnownKeys({
    configured: config.adminKeys,
    store,
    pollMs: config.keysPollMs,
    mostWaiting: config.keysWaiting,
    events,
  });
  keys.start();
  const trust = config.peers.tls && new PeerTls(config.peers.tls, events);
  const peers = createPeerClient(config.peers.secrets[0], { trust });
  const routers = new KnownRouters(store);
  const membership = store.watchMembership(() => {}, { pollIntervalMs: config.membershipPollMs });
  const timings = new TimingSampler({
    peers,
    peerTimeoutMs: config.peerTimeoutMs,
    keptMs: config.timingsKeptMs,
    routers: () => routers.read(),
    workers: () => membership.current?.members ?? [],
  });
  return {
    logger,
    registry,
    events,
    feed,
    store,
    routers,
    membership,
    ids: createOpaqueIds(config.idKeys),
    slotOf: createSlotHash(config.placementKey),
    peers,
    peerTimeoutMs: config.peerTimeoutMs,
    mostRevocations: config.mostRevocations,
    publicUrl: config.publicUrl,
    keys,
    mostKeys: config.keys,
    wrongKeys: new WrongKeyLimit({
      burst: config.wrongKeys,
      refillMs: config.wrongKeyRefillMs,
      addresses: config.wrongKeyAddresses,
    }),
    searchedVideos: config.searchedVideos,
    timings,
    timingsKeptMs: config.timingsKeptMs,
    mayKillWorkers: config.mayKillWorkers,
    killProcess: (pid) => process.kill(pid, 'SIGKILL'),
    async close() {
      keys.close();
      timings.close();
      peers.close();
      trust?.close();
      await store.close();
    },
  };
}
