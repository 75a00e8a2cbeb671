import { availableParallelism } from 'node:os';
import {
  type ClipLimits,
  type ConfinementConfig,
  readClipLimits,
  readConfinementConfig,
} from '@understudy/generator-ffmpeg';
import type { ReplicationMeans, ReplicationPolicy } from '@understudy/metadata-store';
import { type PeerConfig, parsePeerConfig, readPeerConfig } from '@understudy/peer-protocol';
import { type HealthConfig, parseSecret, readEnv, readHealthConfig } from '@understudy/service-kit';
import { readTracingConfig, type TracingConfig } from '@understudy/tracing';

export interface WorkerConfig {
  readonly host: string;
  readonly port: number;
  /** Where the other workers and the routers find it, if not where it listens. */
  readonly advertisedUrl: string | undefined;
  /** Taken from the data directory when not set. */
  readonly workerId: string | undefined;
  /** Taken from the data directory when not set. */
  readonly zone: string | undefined;
  readonly capacity: number;
  readonly dataDir: string;
  /** So many directories in it are workers, and this one is whichever of them is free; 0: it is itself one. */
  readonly dataDirectories: number;
  readonly metadataUrl: string;
  /** Before every key of a Redis. */
  readonly metadataPrefix: string;
  readonly peers: PeerConfig;
  readonly health: HealthConfig;
  readonly placementKey: Uint8Array;
  readonly libraryDir: string | undefined;
  readonly ffmpegPath: string;
  /** How runs of it are confined, and what they may take. */
  readonly confinement: ConfinementConfig;
  /** What a clip of the library may be. */
  readonly clipLimits: ClipLimits;
  /** What an operator says of a program that makes videos in place of the bundled generator. */
  readonly generatorFile: string | undefined;
  /** How many of its last events an operator can ask for. */
  readonly eventsKept: number;
  /** Where traces go; undefined where nobody collects them. */
  readonly tracing: TracingConfig | undefined;
  readonly logLevel: string;
  /** Which videos get a second copy, and how, where nothing is set for the cluster. */
  readonly replication: ReplicationPolicy;
  readonly replicationBy: ReplicationMeans;
  /** What is hot: begun this often in this time, or generated for this long. */
  readonly replicationHotPlays: number;
  readonly replicationHotWindowS: number;
  readonly replicationHotCostS: number;
  /** What one copy is for: players with open responses, and requests a second. */
  readonly hotPlayers: number;
  readonly hotRequestsPerS: number;
  /** For how long a player who asks again for the same thing is not counted again. */
  readonly hotWindowS: number;
  /** How many copies a video may have, master and replica counted. */
  readonly hotCopies: number;
  /** How long a further copy stays that hardly anybody asks for. */
  readonly hotCoolS: number;
  /** Generator runs at once, how many more may wait, and how long. */
  readonly generators: number;
  readonly generatorQueue: number;
  readonly generatorWaitMs: number;
  /** What is new is refused where what goes before it takes longer, by its prices. */
  readonly generatorBacklogMs: number;
  /** A video that is less ahead of its players goes before one that begins. */
  readonly generatorLeadMs: number;
  /** A generator run that says nothing for this long is ended. */
  readonly generatorStallMs: number;
  /** By how much generator runs give way to streaming. */
  readonly generatorNice: number;
  /** How long after the start the machine is measured, where no run has taught anything. */
  readonly calibrateAfterMs: number;
  /** Generation-seconds that one viewer's address may have at once, and for each second; 0: as many as it asks for. */
  readonly addressBudget: number;
  readonly addressBudgetPerS: number;
  /** Who has used up so much of it gives way to those who have not. */
  readonly addressShare: number;
  /** Of so many addresses is remembered what they had, for while the metadata store is away. */
  readonly addressesKept: number;
  readonly leaseMs: number;
  readonly memberLeaseMs: number;
  readonly membershipPollMs: number;
  readonly slowStartMs: number;
  readonly metadataTimeoutMs: number;
  readonly feedBeatMs: number;
  readonly feedSilenceMs: number;
  readonly replicaLagMs: number;
  readonly watermarkWaitMs: number;
  readonly peerTimeoutMs: number;
  /** How long a worker that was late is waited for at most. */
  readonly patienceMs: number;
  readonly lingerMs: number;
  readonly playerLingerMs: number;
  readonly failureMemoryMs: number;
  /** What this worker copies in the background, and reads to verify what others rely on. */
  readonly rebalanceBytesPerS: number;
  /** How long the membership must have been the same until copies are moved. */
  readonly rebalanceSettleMs: number;
  readonly rebalanceIntervalMs: number;
  /** Of pieces that were made or read lately, in memory; 0: none. */
  readonly readCacheBytes: number;
  /** What the copies here may take at most; 0: no limit but the disk's. */
  readonly diskQuotaBytes: number;
  /** What stays free on the disk whoever fills it. */
  readonly diskReserveBytes: number;
  /** How often the disk is looked after. */
  readonly diskCheckMs: number;
  /** Everything stored is read once in this time; 0: only when asked for. */
  readonly scrubPeriodS: number;
  readonly scrubBytesPerS: number;
  /** No archive when not set. */
  readonly archiveUrl: string | undefined;
  readonly archivePolicy: 'off' | 'complete' | 'hot' | 'drain';
  readonly archiveHotPlays: number;
  readonly archiveTimeoutMs: number;
  readonly archiveStallMs: number;
  readonly archiveRetryMs: number;
  readonly archiveGraceMs: number;
  readonly archiveSweepMs: number;
  readonly archiveLeaveMs: number;
  readonly archivePartBytes: number;
  readonly archiveParallelParts: number;
  /** How long a worker that is to go may take to hand over what it does and has. */
  readonly drainDeadlineMs: number;
  /** How many messages may be outstanding for one webhook, and how long a failure is kept back. */
  readonly webhookQueue: number;
  readonly webhookFailedAfterMs: number;
  /** For tests: see `@understudy/fault-points`. Empty: none. */
  readonly faults: string;
}

/** Reads the configuration; `docs/reference/configuration.md` has the same list. */
export function readConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  const config = readEnv(env, (read) => ({
    host: read.text('UNDERSTUDY_HOST', '127.0.0.1'),
    port: read.integer('UNDERSTUDY_PORT', { fallback: 0, min: 0, max: 65_535 }),
    advertisedUrl: read.optionalHttpUrl('UNDERSTUDY_ADVERTISED_URL'),
    workerId: read.optionalText('UNDERSTUDY_WORKER_ID'),
    zone: read.optionalText('UNDERSTUDY_ZONE'),
    capacity: read.number('UNDERSTUDY_CAPACITY', { fallback: 1, min: 0.1, max: 100 }),
    dataDir: read.text('UNDERSTUDY_DATA'),
    dataDirectories: read.integer('UNDERSTUDY_DATA_DIRECTORIES', { fallback: 0, min: 0, max: 1_000 }),
    metadataUrl: read.secret('UNDERSTUDY_METADATA_URL'),
    metadataPrefix: read.text('UNDERSTUDY_METADATA_PREFIX', 'understudy:'),
    peers: readPeerConfig(read),
    health: readHealthConfig(read),
    placementKey: read.secret('UNDERSTUDY_PLACEMENT_KEY'),
    libraryDir: read.optionalText('UNDERSTUDY_LIBRARY'),
    ffmpegPath: read.text('UNDERSTUDY_FFMPEG', 'ffmpeg'),
    confinement: readConfinementConfig(read),
    clipLimits: readClipLimits(read),
    generatorFile: read.optionalText('UNDERSTUDY_GENERATOR'),
    eventsKept: read.integer('UNDERSTUDY_EVENTS_KEPT', { fallback: 1_000, min: 1, max: 100_000 }),
    tracing: readTracingConfig(read),
    logLevel: read.choice('UNDERSTUDY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    replication: read.choice('UNDERSTUDY_REPLICATION', ['always', 'hot', 'deploy', 'never'], 'always'),
    replicationBy: read.choice('UNDERSTUDY_REPLICATION_BY', ['copy', 'generate'], 'copy'),
    replicationHotPlays: read.integer('UNDERSTUDY_REPLICATION_HOT_PLAYS', {
      fallback: 3,
      min: 1,
      max: 100,
    }),
    replicationHotWindowS: read.integer('UNDERSTUDY_REPLICATION_HOT_WINDOW_S', {
      fallback: 600,
      min: 1,
      max: 86_400,
    }),
    replicationHotCostS: read.integer('UNDERSTUDY_REPLICATION_HOT_COST_S', {
      fallback: 60,
      min: 1,
      max: 86_400,
    }),
    hotPlayers: read.integer('UNDERSTUDY_HOT_PLAYERS', { fallback: 100, min: 1, max: 1_000_000 }),
    hotRequestsPerS: read.integer('UNDERSTUDY_HOT_REQUESTS_PER_S', {
      fallback: 100,
      min: 1,
      max: 1_000_000,
    }),
    hotWindowS: read.integer('UNDERSTUDY_HOT_WINDOW_S', { fallback: 10, min: 1, max: 3_600 }),
    hotCopies: read.integer('UNDERSTUDY_HOT_COPIES', { fallback: 4, min: 1, max: 100 }),
    hotCoolS: read.integer('UNDERSTUDY_HOT_COOL_S', { fallback: 300, min: 1, max: 86_400 }),
    generators: read.integer('UNDERSTUDY_GENERATORS', {
      fallback: availableParallelism(),
      min: 1,
      max: 1_000,
    }),
    generatorQueue: read.integer('UNDERSTUDY_GENERATOR_QUEUE', { fallback: 100, min: 0, max: 100_000 }),
    generatorWaitMs: read.integer('UNDERSTUDY_GENERATOR_WAIT_MS', {
      fallback: 20_000,
      min: 10,
      max: 600_000,
    }),
    generatorBacklogMs: read.integer('UNDERSTUDY_GENERATOR_BACKLOG_MS', {
      fallback: 20_000,
      min: 10,
      max: 3_600_000,
    }),
    generatorLeadMs: read.integer('UNDERSTUDY_GENERATOR_LEAD_MS', { fallback: 5_000, min: 0, max: 600_000 }),
    generatorStallMs: read.integer('UNDERSTUDY_GENERATOR_STALL_MS', {
      fallback: 10_000,
      min: 100,
      max: 600_000,
    }),
    generatorNice: read.integer('UNDERSTUDY_GENERATOR_NICE', { fallback: 0, min: 0, max: 19 }),
    calibrateAfterMs: read.integer('UNDERSTUDY_CALIBRATE_AFTER_MS', {
      fallback: 5_000,
      min: 0,
      max: 3_600_000,
    }),
    addressBudget: read.number('UNDERSTUDY_ADDRESS_BUDGET', { fallback: 3_600, min: 0, max: 1_000_000_000 }),
    addressBudgetPerS: read.number('UNDERSTUDY_ADDRESS_BUDGET_PER_S', {
      fallback: 4,
      min: 0.001,
      max: 1_000_000,
    }),
    addressShare: read.number('UNDERSTUDY_ADDRESS_SHARE', { fallback: 360, min: 0, max: 1_000_000_000 }),
    addressesKept: read.integer('UNDERSTUDY_ADDRESSES_KEPT', { fallback: 100_000, min: 1, max: 10_000_000 }),
    leaseMs: read.integer('UNDERSTUDY_LEASE_MS', { fallback: 10_000, min: 500, max: 600_000 }),
    memberLeaseMs: read.integer('UNDERSTUDY_MEMBER_LEASE_MS', { fallback: 10_000, min: 500, max: 600_000 }),
    membershipPollMs: read.integer('UNDERSTUDY_MEMBERSHIP_POLL_MS', { fallback: 500, min: 50, max: 60_000 }),
    slowStartMs: read.integer('UNDERSTUDY_SLOW_START_MS', { fallback: 0, min: 0, max: 3_600_000 }),
    metadataTimeoutMs: read.integer('UNDERSTUDY_METADATA_TIMEOUT_MS', {
      fallback: 1_000,
      min: 50,
      max: 60_000,
    }),
    feedBeatMs: read.integer('UNDERSTUDY_FEED_BEAT_MS', { fallback: 150, min: 20, max: 10_000 }),
    feedSilenceMs: read.integer('UNDERSTUDY_FEED_SILENCE_MS', { fallback: 500, min: 50, max: 60_000 }),
    replicaLagMs: read.integer('UNDERSTUDY_REPLICA_LAG_MS', { fallback: 300, min: 0, max: 60_000 }),
    watermarkWaitMs: read.integer('UNDERSTUDY_WATERMARK_WAIT_MS', { fallback: 2_000, min: 0, max: 600_000 }),
    peerTimeoutMs: read.integer('UNDERSTUDY_PEER_TIMEOUT_MS', { fallback: 700, min: 20, max: 60_000 }),
    patienceMs: read.integer('UNDERSTUDY_PATIENCE_MS', { fallback: 5_000, min: 20, max: 60_000 }),
    lingerMs: read.integer('UNDERSTUDY_LINGER_MS', { fallback: 1_000, min: 0, max: 600_000 }),
    playerLingerMs: read.integer('UNDERSTUDY_PLAYER_LINGER_MS', { fallback: 10_000, min: 0, max: 600_000 }),
    failureMemoryMs: read.integer('UNDERSTUDY_FAILURE_MEMORY_MS', { fallback: 3_000, min: 0, max: 600_000 }),
    // Less, and two reads of feeds (256 KiB) would take about as long as their senders wait for one.
    rebalanceBytesPerS: read.integer('UNDERSTUDY_REBALANCE_BYTES_PER_S', {
      fallback: 20_000_000,
      min: 250_000,
      max: 10_000_000_000,
    }),
    rebalanceSettleMs: read.integer('UNDERSTUDY_REBALANCE_SETTLE_MS', {
      fallback: 10_000,
      min: 0,
      max: 3_600_000,
    }),
    rebalanceIntervalMs: read.integer('UNDERSTUDY_REBALANCE_INTERVAL_MS', {
      fallback: 600_000,
      min: 1_000,
      max: 86_400_000,
    }),
    readCacheBytes: read.integer('UNDERSTUDY_READ_CACHE_BYTES', {
      fallback: 67_108_864,
      min: 0,
      max: 1_000_000_000_000,
    }),
    diskQuotaBytes: read.integer('UNDERSTUDY_DISK_QUOTA_BYTES', {
      fallback: 0,
      min: 0,
      max: 999_999_999_999_999,
    }),
    diskReserveBytes: read.integer('UNDERSTUDY_DISK_RESERVE_BYTES', {
      fallback: 16_777_216,
      min: 0,
      max: 999_999_999_999_999,
    }),
    diskCheckMs: read.integer('UNDERSTUDY_DISK_CHECK_MS', { fallback: 1_000, min: 20, max: 60_000 }),
    scrubPeriodS: read.integer('UNDERSTUDY_SCRUB_PERIOD_S', { fallback: 604_800, min: 0, max: 31_536_000 }),
    scrubBytesPerS: read.integer('UNDERSTUDY_SCRUB_BYTES_PER_S', {
      fallback: 10_000_000,
      min: 1_000,
      max: 100_000_000_000,
    }),
    archiveUrl: read.optionalText('UNDERSTUDY_ARCHIVE_URL'),
    archivePolicy: read.choice('UNDERSTUDY_ARCHIVE_POLICY', ['off', 'complete', 'hot', 'drain'], 'complete'),
    archiveHotPlays: read.integer('UNDERSTUDY_ARCHIVE_HOT_PLAYS', { fallback: 10, min: 1, max: 1_000_000 }),
    archiveTimeoutMs: read.integer('UNDERSTUDY_ARCHIVE_TIMEOUT_MS', {
      fallback: 1_500,
      min: 50,
      max: 60_000,
    }),
    archiveStallMs: read.integer('UNDERSTUDY_ARCHIVE_STALL_MS', { fallback: 6_000, min: 100, max: 60_000 }),
    archiveRetryMs: read.integer('UNDERSTUDY_ARCHIVE_RETRY_MS', {
      fallback: 10_000,
      min: 100,
      max: 3_600_000,
    }),
    archiveGraceMs: read.integer('UNDERSTUDY_ARCHIVE_GRACE_MS', { fallback: 30_000, min: 0, max: 3_600_000 }),
    archiveSweepMs: read.integer('UNDERSTUDY_ARCHIVE_SWEEP_MS', {
      fallback: 30_000,
      min: 50,
      max: 3_600_000,
    }),
    archiveLeaveMs: read.integer('UNDERSTUDY_ARCHIVE_LEAVE_MS', { fallback: 8_000, min: 0, max: 3_600_000 }),
    drainDeadlineMs: read.integer('UNDERSTUDY_DRAIN_DEADLINE_MS', {
      fallback: 60_000,
      min: 0,
      max: 86_400_000,
    }),
    archivePartBytes: read.integer('UNDERSTUDY_ARCHIVE_PART_BYTES', {
      fallback: 8_388_608,
      min: 5_242_880,
      max: 104_857_600,
    }),
    archiveParallelParts: read.integer('UNDERSTUDY_ARCHIVE_PARALLEL_PARTS', { fallback: 2, min: 1, max: 16 }),
    webhookQueue: read.integer('UNDERSTUDY_WEBHOOK_QUEUE', { fallback: 10_000, min: 1, max: 1_000_000 }),
    webhookFailedAfterMs: read.integer('UNDERSTUDY_WEBHOOK_FAILED_AFTER_MS', {
      fallback: 10_000,
      min: 0,
      max: 600_000,
    }),
    faults: read.optionalText('UNDERSTUDY_FAULTS'),
  }));
  return {
    ...config,
    faults: config.faults ?? '',
    peers: parsePeerConfig(config.peers),
    placementKey: parseSecret('UNDERSTUDY_PLACEMENT_KEY', config.placementKey),
  };
}
