import type { EnvReader } from '@understudy/service-kit';

/** How copies are moved to where they belong. */
export interface RebalanceConfig {
  /** What this worker copies in the background, and reads to verify what others rely on. */
  readonly rebalanceBytesPerS: number;
  /** How long the membership must have been the same until copies are moved. */
  readonly rebalanceSettleMs: number;
  readonly rebalanceIntervalMs: number;
}

export function readRebalanceConfig(read: EnvReader): RebalanceConfig {
  return {
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
  };
}
