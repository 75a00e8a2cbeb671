/** The first pause before a worker that refused, or did not answer, is asked again; doubled each time. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Which workers take copies now: one that refuses or does not answer must not hold up what goes to the others. */
export class TargetStates {
  readonly #pauses = new Map<string, { untilMs: number; nextMs: number }>();
  /** Those that have enough to do, until the next look. */
  readonly #full = new Set<string>();

  failed(worker: string, nowMs: number): void {
    const pauseMs = this.#pauses.get(worker)?.nextMs ?? firstPauseMs;
    this.#pauses.set(worker, { untilMs: nowMs + pauseMs, nextMs: Math.min(pauseMs * 2, longestPauseMs) });
  }

  worked(worker: string): void {
    this.#pauses.delete(worker);
  }

  hasEnough(worker: string): void {
    this.#full.add(worker);
  }

  mayBeAsked(worker: string, nowMs: number): boolean {
    return nowMs >= (this.#pauses.get(worker)?.untilMs ?? 0);
  }

  takesMore(worker: string, nowMs: number): boolean {
    return !this.#full.has(worker) && this.mayBeAsked(worker, nowMs);
  }

  nextLook(): void {
    this.#full.clear();
  }
}
