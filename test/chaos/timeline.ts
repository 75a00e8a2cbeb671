import type { Fault } from './fault.js';

/** One fault, from its infliction until what it took away is back. */
export interface Spell {
  readonly fault: string;
  /** Of which worker, where it is of one. */
  where?: string;
  /** How many copies of a video it may take from players, at most. */
  readonly copiesAway: number;
  readonly losesThem: boolean;
  readonly fromMs: number;
  /** Undefined while it lasts. */
  toMs?: number;
}

/** A copy is whole again, and a worker has heard that a store is back, so long after a spell at the latest. */
const aftermathMs = 5_000;
/** `UNDERSTUDY_REBALANCE_SETTLE_MS`: short against the pauses between faults, so that copies move all the time. */
export const settleMs = 1_000;
/** What one copy is left of has two again after so long: workers that come and go put it off, by ten times `settleMs` at most. */
const secondCopyMs = 10 * settleMs + 15_000;

/** What was wrong when. Times are in ms since it was made. */
export class Timeline {
  readonly spells: Spell[] = [];
  readonly #startedAtMs = performance.now();

  nowMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  async during(
    fault: string,
    { copiesAway = 0, losesThem = false }: Pick<Fault, 'copiesAway' | 'losesThem'>,
    work: (tell: (where: string) => void) => Promise<void>,
  ): Promise<void> {
    const spell: Spell = { fault, copiesAway, losesThem, fromMs: this.nowMs() };
    this.spells.push(spell);
    try {
      await work((where) => {
        spell.where = where;
      });
    } finally {
      spell.toMs = this.nowMs();
    }
  }

  /** The spells that were felt at any time between two: until `aftermathMs` behind their end. */
  between(fromMs: number, toMs: number): Spell[] {
    return this.spells.filter((spell) => spell.fromMs <= toMs && feltUntilMs(spell) >= fromMs);
  }

  /** How many copies of a video may have been away at the same time, at most, at any time between two. */
  copiesAway(fromMs: number, toMs: number): number {
    const felt = this.spells.filter((spell) => spell.fromMs <= toMs && awayUntilMs(spell) >= fromMs);
    // More of them go only when one begins.
    const counts = felt.map(({ fromMs: at }) =>
      felt
        .filter((other) => other.fromMs <= at && awayUntilMs(other) >= at)
        .reduce((sum, { copiesAway }) => sum + copiesAway, 0),
    );
    return Math.max(0, ...counts);
  }

  /** Whether both copies of a video may have been lost since, the second one before there was another. */
  mayHaveLostBoth(sinceMs: number): boolean {
    const lost = this.spells.filter((spell) => spell.losesThem && awayUntilMs(spell) >= sinceMs);
    return lost.some((first, at) => lost.slice(at + 1).some((second) => second.fromMs <= awayUntilMs(first)));
  }
}

function feltUntilMs({ toMs }: Spell): number {
  return toMs === undefined ? Number.POSITIVE_INFINITY : toMs + aftermathMs;
}

/** Until there is another one of each copy that it took. */
function awayUntilMs(spell: Spell): number {
  return spell.losesThem ? (spell.toMs ?? Number.POSITIVE_INFINITY) + secondCopyMs : feltUntilMs(spell);
}

export function inWords({ fault, where, fromMs, toMs }: Spell): string {
  return `${fault}${where === undefined ? '' : ` (${where})`} ${seconds(fromMs)}-${toMs === undefined ? '' : seconds(toMs)}`;
}

export const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
