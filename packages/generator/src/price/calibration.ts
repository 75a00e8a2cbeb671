import { type Costs, priceOf } from './pricing.js';

/** How a machine differs from the reference machine. */
export interface Calibration {
  /** So many times as long takes everything here. */
  readonly machine: number;
  /** And so many times as long as that, by part; 1 where nothing is said. */
  readonly parts: Readonly<Record<string, number>>;
}

export const reference: Calibration = { machine: 1, parts: {} };

/** How much one run changes what is known of its parts: after ten of them, two thirds of a difference. */
const weight = 0.1;
/** A run that took more than so many times what was expected, or less than that part of it, counts as if it had not: something else was going on. */
const mostOfOneRun = 4;
/** And however many runs say so, a part is not taken to be so many times dearer, or cheaper, than its cost. */
const mostOfAll = 8;
/** More parts than any generator has. */
const mostParts = 100;

/** What the runs of a machine teach about its costs: for each part a moving average, in logarithms, since costs differ by factors. */
export class Learning {
  #machine = 1;
  #parts = new Map<string, number>();
  #runs = 0;

  /** Begins again with what was learnt before. */
  restore({ machine, parts }: Calibration): void {
    this.#machine = within(machine, mostOfAll);
    this.#parts = new Map(Object.entries(parts).slice(0, mostParts));
  }

  /** How many runs it has learnt from. */
  get runs(): number {
    return this.#runs;
  }

  get calibration(): Calibration {
    return { machine: this.#machine, parts: Object.fromEntries(this.#parts) };
  }

  /** A run of these costs took `cpuS`. Each part takes its share of the blame. */
  note(costs: Costs, cpuS: number): void {
    const expected = priceOf(costs, this.calibration);
    if (!(expected > 0) || !(cpuS > 0)) return;
    const ratio = within(cpuS / expected, mostOfOneRun);
    for (const [part, cost] of Object.entries(costs)) {
      const before = this.#parts.get(part) ?? 1;
      const share = (cost * this.#machine * before) / expected;
      if (this.#parts.size < mostParts || this.#parts.has(part))
        this.#parts.set(part, within(before * ratio ** (weight * share), mostOfAll));
    }
    this.#runs += 1;
  }

  /** The run that is there to measure the machine took `cpuS`. */
  calibrate(costs: Costs, cpuS: number): void {
    const expected = priceOf(costs, { machine: 1, parts: Object.fromEntries(this.#parts) });
    if (expected > 0 && cpuS > 0) this.#machine = within(cpuS / expected, mostOfAll);
  }
}

/** What is usual among several machines, part by part: the median. The reference where there is none. */
export function medianCalibration(calibrations: readonly Calibration[]): Calibration {
  if (calibrations.length === 0) return reference;
  const machine = median(calibrations.map((each) => each.machine));
  const names = new Set(calibrations.flatMap(({ parts }) => Object.keys(parts)));
  const parts = [...names].slice(0, mostParts).map((name) => {
    const known = calibrations.flatMap((each) => each.parts[name] ?? []);
    return [name, within(median(known), mostOfAll)] as const;
  });
  return { machine: within(machine, mostOfAll), parts: Object.fromEntries(parts) };
}

/**
 * A calibration as it was written in JSON; undefined for what is none.
 * What comes from outside is kept within the bounds of what could have been learnt.
 */
export function parseCalibration(value: unknown): Calibration | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { machine, parts } = value as { machine?: unknown; parts?: unknown };
  if (!isFactor(machine) || typeof parts !== 'object' || parts === null) return undefined;
  const known = Object.entries(parts).filter((entry): entry is [string, number] => isFactor(entry[1]));
  return {
    machine: within(machine, mostOfAll),
    parts: Object.fromEntries(
      known.slice(0, mostParts).map(([name, factor]) => [name, within(factor, mostOfAll)]),
    ),
  };
}

function isFactor(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function within(factor: number, most: number): number {
  return Math.min(most, Math.max(1 / most, factor));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const above = sorted[middle] ?? 1;
  return sorted.length % 2 === 1 ? above : ((sorted[middle - 1] ?? above) + above) / 2;
}
