import { type Learning, type Pricing, parseCalibration } from '@understudy/generator';
import type { Calibrations } from '@understudy/metadata-store';
import { readKept, writeKept } from '../store/kept-file.js';

/** How often it is looked whether there is something to tell, and how long what was told counts. */
const tellEveryMs = 30_000;
const toldForMs = 180_000;
/** What was told is told again after this, changed or not. */
const tellAgainMs = 60_000;

interface Options {
  readonly workerId: string;
  /** As workers announce it: `name@version#fingerprint`. Of another one what is kept in the file says nothing. */
  readonly generator: string;
  readonly pricing: Pricing;
  readonly file: string;
  readonly store: Calibrations;
  /** How long after the start the machine is measured, where it was never before and no run has taught anything meanwhile. */
  readonly afterMs: number;
  /** Whether a generator runs. */
  readonly isBusy: () => boolean;
  readonly onCalibrated: (machine: number) => void;
  /** What fails here makes prices worse, and nothing else. */
  readonly onFailed: (error: unknown) => void;
}

/** Finds out what making costs on this machine, remembers it in a file, and tells the cluster. All of it in the background. */
export class Calibrator {
  readonly #options: Options;
  readonly #learning: Learning;
  readonly #stopped = new AbortController();
  #measureTimer: NodeJS.Timeout | undefined;
  #tellTimer: NodeJS.Timeout | undefined;
  #known = false;
  #told = '';
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: Options) {
    this.#options = options;
    this.#learning = options.pricing.learning;
  }

  /** Reads what an earlier process has found; never rejects. */
  async begin(): Promise<void> {
    const { file, generator, afterMs } = this.#options;
    try {
      const kept: unknown = JSON.parse((await readKept(file)) ?? 'null');
      const calibration = parseCalibration(kept);
      if (calibration !== undefined && (kept as { generator?: unknown }).generator === generator) {
        this.#learning.restore(calibration);
        this.#known = true;
      }
    } catch (error) {
      this.#options.onFailed(error);
    }
    if (this.#stopped.signal.aborted) return;
    this.#tellTimer = setInterval(() => void this.#tell(), tellEveryMs);
    if (this.#known) void this.#tell();
    else if (this.#options.pricing.calibrate !== undefined) this.#measureAfter(afterMs);
  }

  /** Keeps what was learnt. */
  async close(): Promise<void> {
    this.#stopped.abort();
    clearTimeout(this.#measureTimer);
    clearInterval(this.#tellTimer);
    if (this.#isWorthTelling) await this.#keep();
  }

  get #isWorthTelling(): boolean {
    return this.#known || this.#learning.runs > 0;
  }

  #measureAfter(ms: number): void {
    this.#measureTimer = setTimeout(() => void this.#measure(), ms);
  }

  /** Where videos are being made, these teach more, and a viewer waits for them. */
  async #measure(): Promise<void> {
    const { pricing, isBusy, afterMs, onCalibrated, onFailed } = this.#options;
    if (this.#learning.runs > 0) return;
    if (isBusy()) return this.#measureAfter(afterMs);
    try {
      await pricing.calibrate?.(this.#stopped.signal);
    } catch (error) {
      if (!this.#stopped.signal.aborted) onFailed(error);
      return;
    }
    this.#known = true;
    onCalibrated(this.#learning.calibration.machine);
    await this.#tell();
  }

  async #tell(): Promise<void> {
    if (!this.#isWorthTelling) return;
    const { workerId, store } = this.#options;
    const json = this.#json();
    const nowMs = performance.now();
    if (json === this.#told && nowMs - this.#toldAtMs < tellAgainMs) return;
    try {
      await store.announceCalibration({ workerId, json }, toldForMs);
      if (json !== this.#told) await this.#keep();
      this.#told = json;
      this.#toldAtMs = nowMs;
    } catch (error) {
      this.#options.onFailed(error);
    }
  }

  async #keep(): Promise<void> {
    await writeKept(this.#options.file, this.#json()).catch((error: unknown) =>
      this.#options.onFailed(error),
    );
  }

  /** To three digits: what changes less is nothing to tell. */
  #json(): string {
    const { machine, parts } = this.#learning.calibration;
    const rounded = Object.entries(parts).map(([part, factor]) => [part, shortened(factor)]);
    return JSON.stringify({
      generator: this.#options.generator,
      machine: shortened(machine),
      parts: Object.fromEntries(rounded),
    });
  }
}

function shortened(factor: number): number {
  return Number(factor.toPrecision(3));
}
