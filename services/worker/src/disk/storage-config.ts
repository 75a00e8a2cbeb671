import type { EnvReader } from '@understudy/service-kit';

/** What is kept on the disk and in memory, and read again. */
export interface StorageConfig {
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
}

export function readStorageConfig(read: EnvReader): StorageConfig {
  return {
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
  };
}
