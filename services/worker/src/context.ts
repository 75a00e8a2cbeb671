import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { createFfmpegGenerator, type Generator } from '@understudy/generator-ffmpeg';
import { type MetadataStore, openMetadataStore, videoIdOf } from '@understudy/metadata-store';
import { createPeerClient, isAlive, type PeerClient } from '@understudy/peer-protocol';
import { createLogger, type Logger } from '@understudy/service-kit';
import { Registry } from 'prom-client';
import { ArchiveDeletions } from './archive/archive-deletions.js';
import { WorkerArchive } from './archive/worker-archive.js';
import type { WorkerConfig } from './config.js';
import { VideoDeletions } from './deletions/deletions.js';
import { createDiskGuard } from './disk/create-disk-guard.js';
import type { DiskGuard } from './disk/disk-guard.js';
import { DiskWatch } from './disk/disk-watch.js';
import { createEvents, type WorkerEvents } from './events.js';
import { createEvictor } from './evict/create-evictor.js';
import type { Evictor } from './evict/evictor.js';
import { openIdentity } from './identity.js';
import { Liveness } from './membership/liveness.js';
import { ClusterMembership } from './membership/membership.js';
import { findOtherHolder, heldElsewhere } from './membership/other-holder.js';
import type { MembershipView } from './membership/view.js';
import { Admission } from './produce/admission.js';
import { Production } from './produce/production.js';
import type { ProductionContext } from './produce/production-context.js';
import { createMoves, type Moves } from './rebalance/moves.js';
import { followFeed } from './replicate/follow.js';
import { Streams } from './routes/streams.js';
import { type Care, createCare } from './scrub/create-care.js';
import type { Scrubber } from './scrub/scrubber.js';
import { ArtifactStore } from './store/artifact-store.js';
import { contentIdsOf } from './store/content-form.js';

/** Everything the routes work with. */
export interface WorkerContext {
  readonly id: string;
  /** Of this process: see `IdentityQuestion`. */
  readonly instance: string;
  /** Resolves with why the worker cannot go on: close it then. */
  readonly failed: Promise<Error>;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly events: WorkerEvents;
  readonly generator: Generator;
  readonly store: ArtifactStore;
  readonly admission: Admission;
  /** Undefined where there is none. */
  readonly archive: WorkerArchive | undefined;
  readonly disk: DiskGuard;
  readonly client: PeerClient;
  readonly streams: Streams;
  readonly moves: Moves;
  readonly scrubber: Scrubber;
  readonly peerSecret: Uint8Array;
  readonly limits: {
    readonly beatIntervalMs: number;
    readonly followerStallMs: number;
    readonly playerLingerMs: number;
    readonly relaySilenceMs: number;
  };
  view(): MembershipView;
  /** Whether the worker at a URL lives. Never rejects. */
  isAlive(url: string): Promise<boolean>;
  /** What is here of a video, without looking elsewhere. */
  knownProduction(contentId: bigint): Production | undefined;
  /**
   * The production of a video whose description came from another worker. Whether that has missed a deletion is looked up
   * meanwhile.
   * @throws UnderstudyError `gone`
   */
  productionOf(contentId: bigint, canonicalDescription: string): Production;
  /**
   * The production of a video or a rendition, its description read from the metadata store when no form of it is here.
   * @throws UnderstudyError `not_found` (also for a rendition larger than its video), `gone`, `metadata_unavailable`
   */
  openProduction(contentId: bigint): Promise<Production>;
  /**
   * Removes this worker's copy of a video and its entry among the holders. False, and nothing happens, while the copy is in use,
   * was promised to another worker, or when there is none.
   */
  removeCopy(contentId: bigint): Promise<boolean>;
  /** Whether it has joined the cluster, or cannot for now: what it has it serves all the same. */
  ready(): boolean;
  /** Called once the server listens. */
  join(url: string): void;
  /** Leaves the cluster, ends all work, closes everything. */
  close(): Promise<void>;
  /** Stops without telling anybody, as a crash would. */
  abandon(): Promise<void>;
}

/** What is brought from outside, and closed there. */
export interface ContextParts {
  readonly generator?: Generator;
  readonly metadata?: MetadataStore;
}

/** No answer of a peer in this time while it takes a feed: it is dropped, and another becomes the replica. */
const followerStallMs = 5_000;
/** How many rounds without a new byte until waiting players are told, and the pause that each adds. */
const idleRounds = 20;
const idleRoundMs = 25;
/** How long a replica generates for players that have not come over yet: above a router's stall limit. */
const takeOverGraceMs = 5_000;

/** Opens everything by `config`; `parts` replaces what a test brings itself. */
export async function createContext(config: WorkerConfig, parts: ContextParts = {}): Promise<WorkerContext> {
  const identity = await openIdentity(config.dataDir, { id: config.workerId, zone: config.zone });
  const { id } = identity;
  const instance = randomUUID();
  const logger = createLogger(config.logLevel, { service: 'worker', worker: id });
  const registry = new Registry();
  const events = createEvents(logger, registry);
  const generator =
    parts.generator ??
    (await createFfmpegGenerator({
      ffmpegPath: config.ffmpegPath,
      libraryDir: config.libraryDir ?? join(config.dataDir, 'library'),
      stallMs: config.generatorStallMs,
    }));
  const metadata =
    parts.metadata ??
    (await openMetadataStore(config.metadataUrl, {
      keyPrefix: config.metadataPrefix,
      dataDir: config.dataDir,
      commandTimeoutMs: config.metadataTimeoutMs,
      onReachable: (reachable, cause) => events.metadataReachable(reachable, cause),
    }));
  const archive = await WorkerArchive.open(config, events, metadata);
  const disk: DiskGuard = createDiskGuard(config, {
    usedBytes: () => store.usedBytes(),
    evict: (bytes) => evictor.evict(bytes),
    events,
  });
  const store: ArtifactStore = await ArtifactStore.open(config.dataDir, generator.fingerprint, disk);
  if (store.strangers.length > 0) events.strangersFound(store.strangers);
  const client = createPeerClient(config.peerSecret);
  const liveness = new Liveness((url) => isAlive(url, config.peerTimeoutMs), config.peerTimeoutMs);
  const productions = new Map<bigint, Production>();
  let fail: (why: Error) => void = () => {};
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const membership: ClusterMembership = new ClusterMembership({
    store: metadata,
    self: {
      id,
      zone: identity.zone,
      capacity: config.capacity,
      state: 'active',
      generators: [`${generator.name}@${generator.version}#${generator.fingerprint}`],
      pid: process.pid,
    },
    placementKey: config.placementKey,
    leaseMs: config.memberLeaseMs,
    pollIntervalMs: config.membershipPollMs,
    slowStartMs: config.slowStartMs,
    events,
    onChanged: () => moves.membershipChanged(),
    otherHolder: (...asked) => {
      const self = { id, pid: process.pid, instance };
      return findOtherHolder({ client, self, timeoutMs: config.peerTimeoutMs }, ...asked);
    },
    onHeld: (other) => {
      events.identityHeld(other);
      fail(heldElsewhere(id, other));
    },
    mayAnnounce: () => deletions.caughtUp,
    onAnnounced: () => {
      moves.storeAnswered();
      care.begin();
      for (const production of productions.values()) production.recorder.retry();
      liveness.retain((url) => membership.view.isMemberUrl(url));
    },
  });
  const deletions: VideoDeletions = new VideoDeletions({
    selfId: id,
    dataDir: config.dataDir,
    pollIntervalMs: config.membershipPollMs,
    empty: store.beganEmpty,
    productions,
    store,
    metadata,
    events,
  });
  const archiveDeletions =
    archive &&
    new ArchiveDeletions({
      dataDir: config.dataDir,
      fingerprints: () => [generator.fingerprint, ...membership.view.fingerprints],
      retryMs: config.archiveRetryMs,
      empty: store.beganEmpty,
      archive,
      metadata,
      events,
    });
  const admission = new Admission({
    running: config.generators,
    waiting: config.generatorQueue,
    waitMs: config.generatorWaitMs,
  });
  const followOptions = {
    client,
    selfId: id,
    headTimeoutMs: config.peerTimeoutMs * 3,
    silenceMs: config.feedSilenceMs,
    isAlive: (url: string) => liveness.isAlive(url),
  };
  const productionContext: ProductionContext = {
    selfId: id,
    selfUrl: () => membership.url,
    generator,
    admission,
    disk,
    archive: archive?.reader,
    lease: {
      store: metadata,
      owner: id,
      ttlMs: config.leaseMs,
      goOnWithoutStore: generator.resumable === 'byte',
    },
    metadata,
    client,
    view: () => membership.view,
    follow: (target, signal) => followFeed(followOptions, target, signal),
    contentSource: { artifactOf: (contentId, canonical) => store.getOrCreate(contentId, canonical) },
    repair: (...asked) => care.repairer.repair(...asked),
    fetchKnown: (...asked) => care.repairer.fetch(...asked),
    isAlive: (url) => liveness.isAlive(url),
    limits: {
      lingerMs: config.lingerMs,
      takeOverGraceMs,
      failureMemoryMs: config.failureMemoryMs,
      idleRounds,
      idleRoundMs,
      probeTimeoutMs: config.peerTimeoutMs,
      replicaLagMs: config.replicaLagMs,
      archiveStallMs: config.archiveStallMs,
    },
    replication: config.replication,
    onSettled: (artifact) => {
      moves.copyChanged(artifact.contentId);
      if (artifact.isComplete()) archive?.onComplete();
    },
    events,
  };

  const care: Care = createCare({
    selfId: id,
    dataDir: config.dataDir,
    peerTimeoutMs: config.peerTimeoutMs,
    scrubPeriodS: config.scrubPeriodS,
    scrubBytesPerS: config.scrubBytesPerS,
    isAlive: (url) => liveness.isAlive(url),
    view: () => membership.view,
    client,
    metadata,
    store,
    productionOf: ({ contentId, canonical }) => beginProduction(contentId, canonical),
    onTakenUp: ({ contentId }) => moves.copyChanged(contentId),
    events,
  });

  const beginProduction = (contentId: bigint, canonicalDescription: string): Production => {
    deletions.refuse(contentId);
    const known = productions.get(contentId);
    if (known !== undefined) return known;
    const production = new Production(store.getOrCreate(contentId, canonicalDescription), productionContext);
    productions.set(contentId, production);
    return production;
  };
  const peersProduction = (contentId: bigint, canonicalDescription: string): Production => {
    const isNew = !productions.has(contentId);
    const production = beginProduction(contentId, canonicalDescription);
    if (isNew) void deletions.confirm(production.artifact);
    return production;
  };
  const knownProduction = (contentId: bigint): Production | undefined => {
    const artifact = store.get(contentId);
    if (artifact === undefined || deletions.has(contentId)) return undefined;
    return beginProduction(contentId, artifact.canonical);
  };

  const removeCopy = async (contentId: bigint): Promise<boolean> => {
    const production = knownProduction(contentId);
    if (production === undefined || production.busy || moves.isPromised(contentId)) return false;
    const { artifact } = production;
    await artifact.clear();
    // Somebody may have asked for it meanwhile, and goes on with these objects.
    if (!production.busy) {
      productions.delete(contentId);
      store.forget(contentId);
    }
    // A hint that is wrong costs whoever follows it a question; the store may be away.
    await metadata.dropHolder(artifact.artifactId, id).catch(() => undefined);
    return true;
  };
  const moves: Moves = createMoves({
    selfId: id,
    selfUrl: () => membership.url,
    view: () => membership.view,
    store,
    metadata,
    client,
    peerTimeoutMs: config.peerTimeoutMs,
    replication: () => config.replication,
    runningProduction: (contentId) => productions.get(contentId),
    productionOf: peersProduction,
    isDeleted: (contentId) => deletions.has(contentId),
    removeCopy,
    bytesPerS: config.rebalanceBytesPerS,
    settleMs: config.rebalanceSettleMs,
    recheckMs: config.rebalanceIntervalMs,
    events,
  });
  const evictor: Evictor = createEvictor({
    selfId: id,
    store,
    metadata,
    client,
    member: (workerId) => membership.view.member(workerId),
    probeTimeoutMs: config.peerTimeoutMs,
    isArchived: async (artifactId) => (await archive?.isArchived(artifactId)) ?? false,
    removeCopy,
    events,
  });
  const diskWatch = new DiskWatch(disk, config.diskCheckMs);
  await diskWatch.start();
  // A member sooner, it would be asked for what was deleted while it was away.
  deletions.start(() => void membership.announce());

  return {
    id,
    instance,
    failed,
    logger,
    registry,
    events,
    generator,
    store,
    admission,
    archive,
    disk,
    client,
    isAlive: (url) => liveness.isAlive(url),
    streams: new Streams(),
    moves,
    scrubber: care.scrubber,
    peerSecret: config.peerSecret,
    limits: {
      beatIntervalMs: config.feedBeatMs,
      followerStallMs,
      playerLingerMs: config.playerLingerMs,
      relaySilenceMs: config.feedSilenceMs,
    },
    view: () => membership.view,
    knownProduction,
    productionOf: peersProduction,
    async openProduction(contentId) {
      const known = knownProduction(contentId);
      if (known !== undefined) return known;
      deletions.refuse(contentId);
      const forms = contentIdsOf(contentId).flatMap((each) => store.get(each) ?? []);
      const canonical = forms[0]?.canonical ?? (await metadata.readDescription(videoIdOf(contentId)));
      if (canonical === undefined) throw new UnderstudyError('not_found', `no description ${contentId}`);
      return beginProduction(contentId, canonical);
    },
    removeCopy,
    ready: () => membership.view.epoch > 0 || !metadata.reachable,
    join(url) {
      membership.start(url);
      archive?.start(productionContext, store, admission, metadata);
      archiveDeletions?.start();
    },
    async abandon() {
      diskWatch.close();
      membership.stop();
      await moves.close();
      await care.close();
      await deletions.close();
      for (const production of productions.values()) production.stop();
      await archiveDeletions?.close();
      await archive?.close();
      client.close();
      await store.close();
      identity.unlock();
      if (parts.metadata === undefined) await metadata.close();
    },
    async close() {
      await archive?.leave();
      diskWatch.close();
      await membership.close();
      await moves.close();
      await care.close();
      await deletions.close();
      await Promise.all([...productions.values()].map((production) => production.close()));
      await archiveDeletions?.close();
      await archive?.close();
      client.close();
      await store.close();
      identity.unlock();
      if (parts.metadata === undefined) await metadata.close();
    },
  };
}
