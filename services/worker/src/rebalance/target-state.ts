/** The first pause before a worker that refused, or did not answer, is asked again; doubled each time. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Which workers take copies now: one that refuses or does not answer must not hold up what goes to the others. */
export class TargetStates {
  readonly #pauses = new Map<string, { untilMs: number; nextMs: number }>();
  /** Those without room. That they answer questions does not end it. */
  readonly #full = new Map<string, { untilMs: number; nextMs: number }>();
  /** Those that have enough to do, until the next look. */
  readonly #busy = new Set<string>();

  failed(worker: string, nowMs: number): void {
    lengthen(this.#pauses, worker, nowMs);
  }

  worked(worker: string): void {
    this.#pauses.delete(worker);
  }

  /** It has no room. Returns whether that is news. */
  full(worker: string, nowMs: number): boolean {
    const isNews = !this.#full.has(worker);
    lengthen(this.#full, worker, nowMs);
    return isNews;
  }

  /** It took a copy on. */
  took(worker: string): void {
    this.#full.delete(worker);
  }

  hasEnough(worker: string): void {
    this.#busy.add(worker);
  }

  mayBeAsked(worker: string, nowMs: number): boolean {
    return nowMs >= (this.#pauses.get(worker)?.untilMs ?? 0);
  }

  takesMore(worker: string, nowMs: number): boolean {
    if (this.#busy.has(worker) || nowMs < (this.#full.get(worker)?.untilMs ?? 0)) return false;
    return this.mayBeAsked(worker, nowMs);
  }

  nextLook(): void {
    this.#busy.clear();
  }
}

function lengthen(pauses: Map<string, { untilMs: number; nextMs: number }>, worker: string, nowMs: number) {
  const pauseMs = pauses.get(worker)?.nextMs ?? firstPauseMs;
  pauses.set(worker, { untilMs: nowMs + pauseMs, nextMs: Math.min(pauseMs * 2, longestPauseMs) });
}
