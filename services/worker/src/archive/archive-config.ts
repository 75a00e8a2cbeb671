import type { EnvReader } from '@understudy/service-kit';

/** What is archived, and how long the archive is waited for. */
export interface ArchiveConfig {
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
}

export function readArchiveConfig(read: EnvReader): ArchiveConfig {
  return {
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
    archivePartBytes: read.integer('UNDERSTUDY_ARCHIVE_PART_BYTES', {
      fallback: 8_388_608,
      min: 5_242_880,
      max: 104_857_600,
    }),
    archiveParallelParts: read.integer('UNDERSTUDY_ARCHIVE_PARALLEL_PARTS', { fallback: 2, min: 1, max: 16 }),
  };
}
