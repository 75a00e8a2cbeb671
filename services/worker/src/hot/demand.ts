import type { CopyDemand } from '@understudy/peer-protocol';

/** Requests that are told apart in half a window, a few megabytes of them. One more is not counted: who has so many is hot already. */
const countedMost = 20_000;

interface Half {
  readonly beganAtMs: number;
  /** What was asked for, by which player: once each. */
  readonly seen: Set<string>;
  readonly counts: Map<bigint, number>;
}

/**
 * How much each video is asked for at this worker: players that a response is open to, and requests of the last moments. The same player who asks again for the same thing
 * is counted once, so that nobody alone makes a video hot. A player is known by the key that its router gives, which is that of an address. A response that goes on here has none:
 * all without one are one player, since those of one address may be moved here at once.
 */
export class Demand {
  readonly #halfMs: number;
  readonly #now: () => number;
  /** Open responses by player, of each video that has any. */
  readonly #open = new Map<bigint, Map<string, number>>();
  #last: Half | undefined;
  #current: Half;

  constructor(windowMs: number, now: () => number = () => performance.now()) {
    this.#halfMs = windowMs / 2;
    this.#now = now;
    this.#current = emptyHalf(now());
  }

  /** A response of a part begins. Returns what to call, once, when it has ended. */
  opened(contentId: bigint, part: string, client: string | undefined): () => void {
    const player = client ?? '';
    this.#count(contentId, `${contentId} ${player} ${part}`);
    const players = this.#open.get(contentId) ?? new Map<string, number>();
    this.#open.set(contentId, players);
    players.set(player, (players.get(player) ?? 0) + 1);
    return () => {
      const left = (players.get(player) ?? 1) - 1;
      if (left > 0) players.set(player, left);
      else players.delete(player);
      if (players.size === 0 && this.#open.get(contentId) === players) this.#open.delete(contentId);
    };
  }

  of(contentId: bigint): CopyDemand {
    this.#turn();
    const { counts, beganAtMs } = this.#current;
    const count = (counts.get(contentId) ?? 0) + (this.#last?.counts.get(contentId) ?? 0);
    const sinceMs = this.#now() - (this.#last?.beganAtMs ?? beganAtMs);
    // A burst right after the start is not the rate of a whole window.
    const requestsPerS = (count * 1_000) / Math.max(sinceMs, this.#halfMs);
    return { players: this.#open.get(contentId)?.size ?? 0, requestsPerS };
  }

  /** The videos that are asked for. */
  videos(): Set<bigint> {
    this.#turn();
    return new Set([
      ...this.#open.keys(),
      ...this.#current.counts.keys(),
      ...(this.#last?.counts.keys() ?? []),
    ]);
  }

  #count(contentId: bigint, asked: string): void {
    this.#turn();
    const { seen, counts } = this.#current;
    if (seen.size >= countedMost || seen.has(asked) || this.#last?.seen.has(asked) === true) return;
    seen.add(asked);
    counts.set(contentId, (counts.get(contentId) ?? 0) + 1);
  }

  /** Begins the next half of the window when it is time. */
  #turn(): void {
    const nowMs = this.#now();
    const ageMs = nowMs - this.#current.beganAtMs;
    if (ageMs < this.#halfMs) return;
    this.#last = ageMs < 2 * this.#halfMs ? this.#current : undefined;
    this.#current = emptyHalf(nowMs);
  }
}

function emptyHalf(beganAtMs: number): Half {
  return { beganAtMs, seen: new Set(), counts: new Map() };
}
