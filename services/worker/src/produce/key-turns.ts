import { FairTurns } from './fair-turns.js';

/** A run that asks for its turn. */
export interface Turn {
  /** Who had the video described. */
  readonly key: string;
  /** Who watches it. */
  readonly flow: string;
  /** In generation-seconds. */
  readonly price: number;
  /** Within its key. */
  readonly tag: number;
}

/**
 * Turns for keys, and within each key for those who watch its videos: so neither do a thousand viewers of one application stand before the one of another, nor
 * a thousand requests of one viewer before those of the others. A key's next run begins, in virtual time, where its last one ended, or now.
 */
export class KeyTurns {
  /** When the key that began last did so. */
  #now = 0;
  /** When each key's last run ends; those that are not here may begin now. */
  readonly #ends = new Map<string, number>();
  /** Of keys of which something runs or waits, and how many runs that are. */
  readonly #withinKey = new Map<string, { readonly turns: FairTurns; runs: number }>();
  readonly #flows: number;

  /** Of `flows` viewers of each key it is remembered what they have been given. */
  constructor(flows: number) {
    this.#flows = flows;
  }

  /** How many keys have something that runs or waits. */
  get keys(): number {
    return this.#withinKey.size;
  }

  arrive(key: string, flow: string, price: number): Turn {
    let known = this.#withinKey.get(key);
    if (known === undefined) {
      known = { turns: new FairTurns(this.#flows), runs: 0 };
      this.#withinKey.set(key, known);
    }
    known.runs += 1;
    return { key, flow, price, tag: known.turns.arrive(flow, price) };
  }

  /** It begins. */
  begin({ key, price, tag }: Turn): void {
    this.#withinKey.get(key)?.turns.begin(tag);
    this.#now = Math.max(this.#now, this.#ends.get(key) ?? 0);
    this.#ends.set(key, this.#now + price);
    for (const [other, end] of this.#ends) if (end <= this.#now) this.#ends.delete(other);
  }

  /** It left without having begun. */
  leave({ key, flow, price, tag }: Turn): void {
    this.#withinKey.get(key)?.turns.leave(flow, tag, price);
    this.#less(key);
  }

  /** It began, and is over. */
  end({ key }: Turn): void {
    this.#less(key);
  }

  /** Nothing runs and nothing waits: what was is forgotten. */
  reset(): void {
    this.#ends.clear();
    this.#withinKey.clear();
  }

  /** Of a key of which nothing runs and nothing waits it is forgotten who had what. */
  #less(key: string): void {
    const known = this.#withinKey.get(key);
    if (known === undefined) return;
    known.runs -= 1;
    if (known.runs === 0) this.#withinKey.delete(key);
  }

  /** Those who wait, whose turn is next first; those of equal right in the order in which they are given. */
  order<T extends Turn>(waiting: readonly T[]): T[] {
    const byKey = new Map<string, T[]>();
    for (const each of waiting) {
      const runs = byKey.get(each.key);
      if (runs === undefined) byKey.set(each.key, [each]);
      else runs.push(each);
    }
    if (byKey.size <= 1) return waiting.toSorted((a, b) => a.tag - b.tag);
    const lines = [...byKey].map(([key, runs]) => ({
      runs: runs.sort((a, b) => a.tag - b.tag),
      at: 0,
      startsAt: Math.max(this.#now, this.#ends.get(key) ?? 0),
    }));
    const ordered: T[] = [];
    while (ordered.length < waiting.length) {
      let next: (typeof lines)[number] | undefined;
      for (const line of lines)
        if (line.at < line.runs.length && (next === undefined || line.startsAt < next.startsAt)) next = line;
      const run = next?.runs[next.at];
      if (next === undefined || run === undefined) break;
      ordered.push(run);
      next.at += 1;
      next.startsAt += run.price;
    }
    return ordered;
  }
}
