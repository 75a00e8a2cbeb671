import type { PlannedSegment, Rendered } from '@understudy/description';
import type { Calibration, Learning } from './calibration.js';

/**
 * What something costs to make, by what it is made of, in generation-seconds of the reference machine: seconds of CPU that a generator run takes there. A part's name
 * is the kind of a source, or what comes with every run.
 */
export type Costs = Readonly<Record<string, number>>;

/** What a generator says of its costs before anything is made. Everything here only computes. */
export interface Pricing {
  /** One segment of `planSegments`, which the caller has: a plan is not made for each price. All segments where the generator makes a video as a whole only. */
  segmentCosts(description: Rendered, planned: PlannedSegment): Costs;
  /** A picture with so many frames of the video in it: the poster, or a sheet of the storyboard. */
  pictureCosts(description: Rendered, frames: number): Costs;
  /** What is known of the machine, and learnt by each run. */
  readonly learning: Learning;
  /** Measures the machine by one short run, for prices before anything was made. Rejects as a run does. */
  calibrate?(signal: AbortSignal): Promise<void>;
}

/** What `costs` are on a machine, in generation-seconds. */
export function priceOf(costs: Costs, { machine, parts }: Calibration): number {
  return Object.entries(costs).reduce((sum, [part, cost]) => sum + cost * machine * (parts[part] ?? 1), 0);
}

/** Both together. */
export function addCosts(a: Costs, b: Costs): Costs {
  const sum: Record<string, number> = { ...a };
  for (const [part, cost] of Object.entries(b)) sum[part] = (sum[part] ?? 0) + cost;
  return sum;
}
