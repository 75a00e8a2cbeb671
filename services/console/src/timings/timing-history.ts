import type { HistogramCounts, ProcessHistograms } from '@understudy/service-kit';
import { addHistograms, countedSince } from './histogram.js';

/** What was counted in one step, over all processes, by the names of the metrics. */
export interface TimingStep {
  /** Its end, by the clock of `Date.now()`. */
  readonly atMs: number;
  readonly histograms: Readonly<Record<string, HistogramCounts>>;
}

interface Seen {
  readonly atMs: number;
  readonly histograms: ProcessHistograms['histograms'];
}

/**
 * What all processes counted, step by step, for a bounded time. A process tells what it has counted since it began; a step has what came since
 * it was asked last. What it had counted before it was first asked is of no known time, and left out; what one that did not answer
 * counted meanwhile is in the step in which it answers again.
 */
export class TimingHistory {
  readonly #keptMs: number;
  #steps: TimingStep[] = [];
  readonly #seen = new Map<string, Seen>();

  constructor(keptMs: number) {
    this.#keptMs = keptMs;
  }

  get steps(): readonly TimingStep[] {
    return this.#steps;
  }

  /** Ends a step with what the processes tell at its end, nothing of nobody included: old steps go with it. */
  add(atMs: number, processes: readonly ProcessHistograms[]): void {
    const counted = processes.flatMap((each) => {
      const before = this.#seen.get(each.process);
      this.#seen.set(each.process, { atMs, histograms: each.histograms });
      return before === undefined ? [] : [sinceThen(before.histograms, each.histograms)];
    });
    const names = new Set(counted.flatMap((each) => Object.keys(each)));
    const histograms = Object.fromEntries(
      [...names].map((name) => [name, addHistograms(counted.flatMap((each) => each[name] ?? []))]),
    );
    this.#steps = [...this.#steps.filter((step) => step.atMs > atMs - this.#keptMs), { atMs, histograms }];
    for (const [process, seen] of this.#seen)
      if (seen.atMs <= atMs - this.#keptMs) this.#seen.delete(process);
  }
}

function sinceThen(
  before: ProcessHistograms['histograms'],
  now: ProcessHistograms['histograms'],
): Record<string, HistogramCounts> {
  return Object.fromEntries(
    Object.entries(now).flatMap(([name, counts]) => {
      const last = before[name];
      return last === undefined ? [] : [[name, countedSince(last, counts)]];
    }),
  );
}
