import { randomUUID } from 'node:crypto';
import { createPeerClient, LivenessProbe, PeerTls } from '@understudy/peer-protocol';
import { createLogger, EventFeed } from '@understudy/service-kit';
import { startTracing } from '@understudy/tracing';
import { Registry } from 'prom-client';
import { createArchiveDeletions } from './archive/create-archive-deletions.js';
import { WorkerArchive } from './archive/worker-archive.js';
import { createPricing } from './budget/create-pricing.js';
import type { WorkerConfig } from './config.js';
import { VideoDeletions } from './deletions/deletions.js';
import { createDiskGuard } from './disk/create-disk-guard.js';
import type { DiskGuard } from './disk/disk-guard.js';
import { DiskWatch } from './disk/disk-watch.js';
import { createDrain } from './drain/create-drain.js';
import type { Drain } from './drain/drain.js';
import { createEvents } from './events.js';
import { createEvictor } from './evict/create-evictor.js';
import type { Evictor } from './evict/evictor.js';
import { createHotCopies } from './hot/create-hot-copies.js';
import { Demand } from './hot/demand.js';
import type { HotCopies } from './hot/hot-copies.js';
import { openIdentity } from './identity.js';
import { Liveness } from './membership/liveness.js';
import { ClusterMembership } from './membership/membership.js';
import { findOtherHolder, heldElsewhere } from './membership/other-holder.js';
import { openGenerator } from './open-generator.js';
import { openMetadata } from './open-metadata.js';
import { createProductionContext } from './produce/create-production-context.js';
import type { Production } from './produce/production.js';
import { Productions } from './produce/productions.js';
import { createMoves, type Moves } from './rebalance/moves.js';
import { createReplication } from './replicate/create-replication.js';
import type { ReplicationPolicies } from './replicate/replication-policies.js';
import { routeLimits } from './routes/limits.js';
import { Streams } from './routes/streams.js';
import { type Care, createCare } from './scrub/create-care.js';
import { ArtifactStore } from './store/artifact-store.js';
import { ReadCache } from './store/read-cache.js';
import type { ContextParts, WorkerContext } from './worker-context.js';

export type { WorkerContext };

/** Opens everything by `config`; `parts` replaces what a test brings itself. */
export async function createContext(config: WorkerConfig, parts: ContextParts = {}): Promise<WorkerContext> {
  const identity = await openIdentity(config.dataDir, { id: config.workerId, zone: config.zone });
  const { id } = identity;
  const instance = randomUUID();
  const feed = new EventFeed(config.eventsKept);
  const logger = createLogger(config.logLevel, { service: 'worker', worker: id }, feed);
  const registry = new Registry();
  const events = createEvents(logger, registry);
  const tracing = await startTracing(config.tracing, { service: 'worker', instance: id, events });
  const generator = parts.generator ?? (await openGenerator(config, events));
  const metadata = parts.metadata ?? (await openMetadata(config, events));
  const archive = await WorkerArchive.open(config, events, metadata);
  const disk: DiskGuard = createDiskGuard(config, {
    usedBytes: () => store.usedBytes(),
    evict: (bytes) => evictor.evict(bytes),
    events,
  });
  const readCache = new ReadCache(config.readCacheBytes);
  const store: ArtifactStore = await ArtifactStore.open(
    config.dataDir,
    generator.fingerprint,
    disk,
    readCache,
  );
  if (store.strangers.length > 0) events.strangersFound(store.strangers);
  const trust = config.peers.tls && new PeerTls(config.peers.tls, events);
  const probe = new LivenessProbe({ timeoutMs: config.peerTimeoutMs, longestMs: config.patienceMs, trust });
  const slowness = (url: string) => probe.slowness(url);
  const client = createPeerClient(config.peers.secrets[0], { slowness, trust });
  const liveness = new Liveness({
    probe,
    rememberMs: config.peerTimeoutMs,
    mayHurry: () => !admission.full,
  });
  const begun = new Map<bigint, Production>();
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
      generators: [`${generator.name}@${generator.version}#${generator.fingerprint}`],
      pid: process.pid,
    },
    placementKey: config.placementKey,
    leaseMs: config.memberLeaseMs,
    pollIntervalMs: config.membershipPollMs,
    slowStartMs: config.slowStartMs,
    events,
    onChanged: () => {
      drain.membershipChanged();
      moves.membershipChanged();
      replication.membershipChanged();
    },
    otherHolder: (...asked) => {
      const self = { id, pid: process.pid, instance };
      return findOtherHolder({ client, self, timeoutMs: config.peerTimeoutMs }, ...asked);
    },
    onHeld: (other) => {
      events.identityHeld(other);
      fail(heldElsewhere(id, other));
    },
    lastGiven: () => [store.lastGiven, deletions.lastGiven].filter((id) => id !== undefined),
    mayAnnounce: () => deletions.caughtUp,
    onAnnounced: () => {
      drain.membershipChanged();
      moves.storeAnswered();
      productionContext.news.retry();
      care.begin();
      for (const production of begun.values()) production.recorder.retry();
      liveness.retain((url) => membership.view.isMemberUrl(url));
    },
  });
  const deletions: VideoDeletions = new VideoDeletions({
    selfId: id,
    dataDir: config.dataDir,
    pollIntervalMs: config.membershipPollMs,
    empty: store.beganEmpty,
    productions: begun,
    store,
    metadata,
    events,
  });
  const archiveDeletions =
    archive &&
    createArchiveDeletions(config, {
      fingerprint: generator.fingerprint,
      ...{ empty: store.beganEmpty, archive, metadata, events },
    });
  const replication: ReplicationPolicies = createReplication(config, {
    metadata,
    view: () => membership.view,
    productions: begun,
    onChanged: () => moves.policyChanged(),
    events,
  });
  const streams = new Streams();
  const demand = new Demand(config.hotWindowS * 1_000);
  const drain: Drain = createDrain(config, {
    selfId: id,
    membership,
    streams,
    store,
    begun,
    moves: () => moves,
    events,
  });
  const { calibrator, ...priced } = createPricing(config, {
    ...{ workerId: id, generator, metadata, events },
    workers: () => membership.view.members.length,
  });
  const { admission } = priced;
  const productionContext = createProductionContext(config, {
    selfId: id,
    selfUrl: () => membership.url,
    generator,
    ...priced,
    disk,
    archive: archive?.reader,
    metadata,
    client,
    replication,
    handsOver: () => drain.active && drain.hasSuccessors,
    view: () => membership.view,
    contentSource: { artifactOf: (contentId, canonical) => store.getOrCreate(contentId, canonical) },
    repair: (...asked) => care.repairer.repair(...asked),
    fetchKnown: (...asked) => care.repairer.fetch(...asked),
    isAlive: (url) => liveness.isAlive(url),
    heard: (url) => liveness.heard(url),
    onSettled: (artifact) => {
      moves.copyChanged(artifact.contentId);
      if (artifact.isComplete()) archive?.onComplete();
    },
    events,
  });
  const care: Care = createCare(config, {
    selfId: id,
    isAlive: (url) => liveness.isAlive(url),
    view: () => membership.view,
    client,
    metadata,
    store,
    productionOf: ({ contentId, canonical }) => productions.begin(contentId, canonical),
    onTakenUp: ({ contentId }) => moves.copyChanged(contentId),
    events,
  });

  const productions = new Productions({
    begun,
    context: productionContext,
    store,
    deletions,
    metadata,
    archivedDescriptions: archive?.descriptionReader,
    isPromised: (contentId) => moves.isPromised(contentId),
  });
  const removeCopy = (contentId: bigint) => productions.removeCopy(contentId);
  const moves: Moves = createMoves({
    selfId: id,
    selfUrl: () => membership.url,
    view: () => membership.view,
    store,
    metadata,
    news: productionContext.news,
    client,
    peerTimeoutMs: config.peerTimeoutMs,
    isReplicated: (artifact) => replication.applies(artifact),
    staysHere: ({ contentId }) => hot.stays(contentId),
    runningProduction: (contentId) => begun.get(contentId),
    productionOf: (contentId, canonical) => productions.beginForPeer(contentId, canonical),
    isDeleted: (contentId) => deletions.has(contentId),
    removeCopy,
    bytesPerS: config.rebalanceBytesPerS,
    settleMs: config.rebalanceSettleMs,
    recheckMs: config.rebalanceIntervalMs,
    events,
  });
  const hot: HotCopies = createHotCopies(config, {
    selfId: id,
    selfUrl: () => membership.url,
    view: () => membership.view,
    client,
    demand,
    copyOf: (contentId) => store.get(contentId),
    mayHaveCopies: (artifact) => replication.mayHaveCopies(artifact),
    copy: ({ contentId, url, description }, move) =>
      productions.beginForPeer(contentId, description).copyFrom(url, move),
    declinedMs: (contentId) => moves.declinedMs(contentId),
    onCooled: (contentId) => moves.copyChanged(contentId),
    events,
  });
  const evictor: Evictor = createEvictor({
    selfId: id,
    store,
    generator,
    metadata,
    client,
    member: (workerId) => membership.view.member(workerId),
    probeTimeoutMs: config.peerTimeoutMs,
    isArchived: async (artifactId) => (await archive?.isArchived(artifactId)) ?? false,
    removeCopy,
    onEvicted: (contentId) => moves.evicted(contentId),
    events,
  });
  const diskWatch = new DiskWatch(disk, config.diskCheckMs);
  await diskWatch.start();
  // A member sooner, it would be asked for what was deleted while it was away.
  deletions.start(() => void membership.announce());

  const stopWork = async () => {
    await calibrator.close();
    await hot.close();
    await replication.close();
    await moves.close();
    await care.close();
    await deletions.close();
  };
  const closeParts = async () => {
    await archiveDeletions?.close();
    await archive?.close();
    // Whose directory this is next finds no eviction under way in it.
    await disk.close();
    client.close();
    trust?.close();
    await store.close();
    identity.unlock();
    if (parts.metadata === undefined) await metadata.close();
    await tracing?.close();
  };

  return {
    id,
    instance,
    failed,
    logger,
    registry,
    events,
    feed,
    tracing,
    generator,
    store,
    readCache,
    admission,
    archive,
    disk,
    client,
    isAlive: (url) => liveness.isAlive(url),
    streams,
    demand,
    hot,
    drain,
    previewDrain: () => moves.preview(membership.viewWhileDraining(), streams.ofContent),
    moves,
    replication,
    scrubber: care.scrubber,
    peers: config.peers,
    peerTls: trust,
    listensOverTls: config.peers.tls?.listens === true,
    ownUrl: () => membership.url || undefined,
    limits: routeLimits(config),
    view: () => membership.view,
    productions: () => begun.values(),
    knownProduction: (contentId) => productions.known(contentId),
    isDeleted: (contentId) => deletions.has(contentId),
    productionOf: (contentId, canonical) => productions.beginForPeer(contentId, canonical),
    openProduction: (contentId) => productions.open(contentId),
    removeCopy,
    evictVideo: (contentId) => evictor.evictVideo(contentId),
    ready: () => membership.view.epoch > 0 || !metadata.reachable,
    join(url) {
      membership.start(url);
      replication.start();
      hot.start();
      void calibrator.begin();
      archive?.start(productionContext, store, admission, metadata);
      archiveDeletions?.start();
    },
    async abandon() {
      diskWatch.close();
      membership.stop();
      await stopWork();
      await Promise.all([...begun.values()].map((production) => production.stop()));
      await closeParts();
    },
    async close() {
      await archive?.leave();
      diskWatch.close();
      // Who has handed over is a member until it has ended: then another process may have its directory.
      if (!drain.active) await membership.close();
      await stopWork();
      await Promise.all([...begun.values()].map((production) => production.close()));
      await productionContext.news.close();
      await membership.close();
      await closeParts();
    },
  };
}
