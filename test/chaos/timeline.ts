/** One fault, from its infliction until what it took away is back. */
export interface Spell {
  readonly fault: string;
  /** How many copies of a video it may take from players, at most. */
  readonly copiesAway: number;
  readonly fromMs: number;
  /** Undefined while it lasts. */
  toMs?: number;
}

/** What was wrong when. Times are in ms since it was made. */
export class Timeline {
  readonly spells: Spell[] = [];
  readonly #startedAtMs = performance.now();

  nowMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  async during(fault: string, copiesAway: number, work: () => Promise<void>): Promise<void> {
    const spell: Spell = { fault, copiesAway, fromMs: this.nowMs() };
    this.spells.push(spell);
    await work();
    spell.toMs = this.nowMs();
  }

  /** The faults that lasted at any time between two. */
  between(fromMs: number, toMs: number): Spell[] {
    return this.spells.filter((spell) => spell.fromMs <= toMs && (spell.toMs ?? toMs) >= fromMs);
  }
}

export function inWords({ fault, fromMs, toMs }: Spell): string {
  return `${fault} ${seconds(fromMs)}-${toMs === undefined ? '' : seconds(toMs)}`;
}

export const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
