import type { Random } from './chance.js';
import type { Stage } from './stage.js';

export interface Fault {
  /** How many copies of a video it may take from players, at most. Default 0. */
  readonly copiesAway?: number;
  /** Whether these are lost for good. Default false. */
  readonly losesThem?: boolean;
  /** Resolves when what it took away is back, and will be as good as before in a moment. */
  inflict(stage: Stage, random: Random, tell: (where: string) => void): Promise<void>;
}

/** Faults of which one comes after the other, by name. */
export type Lane = Readonly<Record<string, Fault>>;
