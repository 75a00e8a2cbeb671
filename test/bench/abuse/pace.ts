import { setTimeout as pass } from 'node:timers/promises';

/** Begins `work` so often a second until the signal; what takes longer goes on beside it, up to `most` at once: then none begins. */
export async function atRate(
  { perSecond, most }: { readonly perSecond: number; readonly most: number },
  over: AbortSignal,
  work: (index: number) => Promise<void>,
): Promise<void> {
  const startMs = performance.now();
  const going = new Set<Promise<void>>();
  for (let index = 0; !over.aborted; index += 1) {
    const dueMs = startMs + (index / perSecond) * 1_000;
    await pass(Math.max(0, dueMs - performance.now()), undefined, { signal: over }).catch(() => undefined);
    if (over.aborted || going.size >= most) continue;
    const begun: Promise<void> = work(index)
      .catch(() => undefined)
      .finally(() => going.delete(begun));
    going.add(begun);
  }
  await Promise.all(going);
}

/** So many a second, for as many as take from it at once: together they get no more. */
export class Allowance {
  readonly #perMs: number;
  #dueMs = performance.now();

  constructor(perSecond: number) {
    this.#perMs = perSecond / 1_000;
  }

  /** Resolves when what was taken before is due. */
  async take(count: number, over: AbortSignal): Promise<void> {
    const nowMs = performance.now();
    const startMs = Math.max(this.#dueMs, nowMs);
    this.#dueMs = startMs + count / this.#perMs;
    if (startMs > nowMs) await pass(startMs - nowMs, undefined, { signal: over }).catch(() => undefined);
  }
}
