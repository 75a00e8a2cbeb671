import type { EnvReader } from '@understudy/service-kit';

/** How workers know of each other, and how long they wait for each other and for the metadata store. */
export interface ClusterConfig {
  /** How long it may make an artifact without renewing that. */
  readonly leaseMs: number;
  /** How long it is a member without renewing that. */
  readonly memberLeaseMs: number;
  readonly membershipPollMs: number;
  /** From its start until it takes its whole capacity. */
  readonly slowStartMs: number;
  readonly metadataTimeoutMs: number;
  /** How often a feed says that it is there, and without what for how long it is left. */
  readonly feedBeatMs: number;
  readonly feedSilenceMs: number;
  /** How long the next segment waits for the last one to be on its way to the replica. */
  readonly replicaLagMs: number;
  /** How long bytes that could not be made again wait for a replica to have them. */
  readonly watermarkWaitMs: number;
  readonly peerTimeoutMs: number;
  /** How long a worker that was late is waited for at most. */
  readonly patienceMs: number;
}

export function readClusterConfig(read: EnvReader): ClusterConfig {
  return {
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
  };
}
