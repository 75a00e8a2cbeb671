import type { HistogramCounts } from '@understudy/service-kit';

/**
 * Several histograms as one. Their bounds are the same but while two versions run beside each other: then every bound of either is one of
 * the sum, and what fell into a bucket is counted at its own upper bound.
 */
export function addHistograms(histograms: readonly HistogramCounts[]): HistogramCounts {
  const counts = new Map<number, number>();
  for (const histogram of histograms)
    for (const [index, count] of histogram.counts.entries()) {
      const bound = histogram.bounds[index] ?? Number.POSITIVE_INFINITY;
      counts.set(bound, (counts.get(bound) ?? 0) + count);
    }
  const all = [...counts.keys()].sort((a, b) => a - b);
  const bounds = all.filter(Number.isFinite);
  return {
    bounds,
    counts: [...bounds, Number.POSITIVE_INFINITY].map((bound) => counts.get(bound) ?? 0),
  };
}

/** What was counted since `before`, in the same process: its counts only grow. */
export function countedSince(before: HistogramCounts, now: HistogramCounts): HistogramCounts {
  return {
    bounds: now.bounds,
    counts: now.counts.map((count, index) => Math.max(0, count - (before.counts[index] ?? 0))),
  };
}

export function totalOf({ counts }: HistogramCounts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * The value that the part `quantile` (0 to 1) of all lies at or below, in the unit of the bounds; within its bucket as if all there lay evenly,
 * as Prometheus has it. What lies above the last bound is told as that bound. Null where nothing was counted.
 */
export function quantileOf(histogram: HistogramCounts, quantile: number): number | null {
  const { bounds, counts } = histogram;
  const total = totalOf(histogram);
  if (total === 0) return null;
  const rank = quantile * total;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    if (count === 0 || below + count < rank) {
      below += count;
      continue;
    }
    const lower = bounds[index - 1] ?? 0;
    const upper = bounds[index];
    return upper === undefined ? lower : lower + (upper - lower) * ((rank - below) / count);
  }
  return bounds.at(-1) ?? null;
}
