import type { Member, RouterRecord } from '@understudy/metadata-store';
import type { PeerClient } from '@understudy/peer-protocol';
import type { HistogramsAnswer, ProcessHistograms } from '@understudy/service-kit';
import { TimingHistory, type TimingStep } from './timing-history.js';

/** How long a step is: a request to every router and worker each time, and twelve points in a minute. */
export const stepMs = 5_000;

interface SamplerOptions {
  readonly peers: PeerClient;
  readonly peerTimeoutMs: number;
  readonly keptMs: number;
  readonly routers: () => Promise<readonly RouterRecord[]>;
  readonly workers: () => readonly Member[];
}

/** What is known of how long things take, and of whom it is not. */
export interface Timings {
  readonly steps: readonly TimingStep[];
  /** Processes that could be asked, the last time; undefined before the first. */
  readonly asked: number | undefined;
  /** Those of them that did not tell: `router host-7`, `worker w1`. */
  readonly missing: readonly string[];
}

/** Asks all routers and workers for their histograms, step by step, until it is closed: whoever opens the page sees the last minutes at once. */
export class TimingSampler {
  readonly #options: SamplerOptions;
  readonly #history: TimingHistory;
  #asked: number | undefined;
  #missing: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: SamplerOptions) {
    this.#options = options;
    this.#history = new TimingHistory(options.keptMs);
  }

  get timings(): Timings {
    return { steps: this.#history.steps, asked: this.#asked, missing: this.#missing };
  }

  start(): void {
    void this.#step();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Ends a step now. Never rejects. */
  async sample(): Promise<void> {
    const { routers, workers } = this.#options;
    const sources = [
      ...(await routers()).map(({ id, url }) => ({ name: `router ${id}`, url })),
      ...workers().map(({ id, url }) => ({ name: `worker ${id}`, url })),
    ];
    const answers = await Promise.all(sources.map(({ url }) => this.#ask(url)));
    this.#asked = sources.length;
    this.#missing = sources.filter((_, index) => answers[index] === undefined).map(({ name }) => name);
    // Also where nobody tells: what is old has to go, and the last minute has to be the last one.
    this.#history.add(
      Date.now(),
      answers.flatMap((answer) => answer ?? []),
    );
  }

  async #step(): Promise<void> {
    await this.sample();
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#step(), stepMs);
    this.#timer.unref();
  }

  /** Undefined where it does not answer, or is of a version that has none. */
  async #ask(url: string): Promise<readonly ProcessHistograms[] | undefined> {
    const { peers, peerTimeoutMs: headTimeoutMs } = this.#options;
    try {
      const asked = { method: 'GET', url, path: '/histograms', headTimeoutMs } as const;
      return (await peers.json<HistogramsAnswer>(asked)).processes;
    } catch {
      return undefined;
    }
  }
}
