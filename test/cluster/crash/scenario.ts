import type { CrashRun } from './crash-run.js';

/** How to make a worker pass some fault points, as often as it takes until one of them kills it. */
export interface Scenario {
  readonly what: string;
  /** The fault points that it passes: `seal` stands for `seal.renamed` as well. */
  readonly points: readonly string[];
  /** The fault is armed for a pass from 1 to this: as many as one video has at least, or a few. */
  readonly passes: number;
  /** Further variables of the worker that is to die, also when it is started again. */
  readonly env?: Readonly<Record<string, string>>;
  /** What must be there before; the worker is not armed yet. */
  prepare?(run: CrashRun): Promise<void>;
  /** One round. Called until the worker is dead. Whatever is played must be whole and right. */
  round(run: CrashRun): Promise<void>;
  /** What else must be so in the end. */
  afterwards?(run: CrashRun): Promise<void>;
}
