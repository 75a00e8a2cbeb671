import { type Description, programOf } from '@understudy/description';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import {
  type Calibration,
  type Costs,
  flatCosts,
  medianCalibration,
  parseCalibration,
  priceOf,
  reference,
} from '@understudy/generator';
import { ffmpegCosts } from '@understudy/generator-ffmpeg';
import type { Calibrations } from '@understudy/metadata-store';

/** How often it is read what workers tell of their costs: these change slowly. */
const readEveryMs = 10_000;

interface Options {
  readonly store: Calibrations;
  /** Of the operator's program, where the catalog knows it: generation-seconds for a second of video. */
  readonly programCostPerS: number | undefined;
  /** The most that one description may cost, in generation-seconds. */
  readonly limit: number;
  /** Called where what workers told cannot be read, though the store is there. */
  readonly onUnread: (error: unknown) => void;
}

/** What videos cost where they will be made: on a usual worker of this cluster. */
export class ClusterPrices {
  readonly #options: Options;
  readonly #timer: NodeJS.Timeout;
  #byGenerator: ReadonlyMap<string, Calibration> = new Map();

  constructor(options: Options) {
    this.#options = options;
    this.#timer = setInterval(() => void this.refresh(), readEveryMs);
    void this.refresh();
  }

  get limit(): number {
    return this.#options.limit;
  }

  /**
   * The price of a description, in generation-seconds.
   * @throws UnderstudyError `too_expensive`
   */
  priceOf(description: Description): number {
    const program = programOf(description);
    const costs: Costs =
      program === undefined
        ? ffmpegCosts(description)
        : flatCosts(description, 'program', this.#options.programCostPerS);
    const price = priceOf(costs, this.#byGenerator.get(program?.name ?? 'ffmpeg') ?? reference);
    const rounded = Math.ceil(price * 1_000) / 1_000;
    if (rounded > this.limit) throw this.#tooExpensive(rounded, costs);
    return rounded;
  }

  /** Reads what workers told; while the store is away what they told last stands. Never rejects. */
  async refresh(): Promise<void> {
    try {
      const told = new Map<string, Calibration[]>();
      for (const { json } of await this.#options.store.readCalibrations()) {
        const value: unknown = JSON.parse(json);
        const calibration = parseCalibration(value);
        const name = String((value as { generator?: unknown } | null)?.generator).split('@', 1)[0] ?? '';
        if (calibration !== undefined) told.set(name, [...(told.get(name) ?? []), calibration]);
      }
      this.#byGenerator = new Map([...told].map(([name, each]) => [name, medianCalibration(each)]));
    } catch (error) {
      if (!isUnderstudyError(error, 'metadata_unavailable')) this.#options.onUnread(error);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tooExpensive(price: number, costs: Costs): UnderstudyError {
    const [dearest = ''] = Object.entries(costs).sort(([, a], [, b]) => b - a)[0] ?? [];
    const times = (price / this.limit).toFixed(1);
    const message =
      `must cost at most ${this.limit} generation-seconds, would cost ${Math.ceil(price)}, most of it for ${dearest}: ` +
      `${times} times fewer frames or pixels would be right`;
    return new UnderstudyError('too_expensive', `${price} generation-seconds`, {
      price,
      fieldErrors: [{ path: '/scenes', message }],
    });
  }
}
