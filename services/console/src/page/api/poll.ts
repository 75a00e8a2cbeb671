import type { ApiError } from '@understudy/client';
import { sentenceOf } from './console-api.js';

/** However much happens, it is asked no more often. */
const leastMs = 200;

/** What was asked for again and again, and how old the last answer is. */
export interface Polled<T> {
  readonly answer: T | undefined;
  /** When the question was put that the answer belongs to. */
  readonly askedAtMs: number | undefined;
  readonly answeredAtMs: number | undefined;
  /** Why the last question was not answered; undefined when it was. */
  readonly failure: string | undefined;
}

export interface PollOptions<T> {
  readonly read: () => Promise<T>;
  /** From one answer to the next question. */
  readonly everyMs: number;
  readonly onChange: () => void;
  readonly onFailure?: (error: ApiError) => void;
}

/** Asks again and again. The last answer stands while there is none, with its age. */
export class Poll<T> {
  readonly #options: PollOptions<T>;
  #polled: Polled<T> = {
    ...{ answer: undefined, askedAtMs: undefined, answeredAtMs: undefined },
    failure: undefined,
  };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #askedAtMs = 0;
  /** Something happened while an answer was on its way, which may not have it. */
  #again = false;
  #running = false;

  constructor(options: PollOptions<T>) {
    this.#options = options;
  }

  get now(): Polled<T> {
    return this.#polled;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    // One that was stopped may have a question open still.
    this.refresh();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /** Asks now, or once more when the answer that is on its way is there. */
  refresh(): void {
    if (!this.#running) return;
    if (this.#asking) this.#again = true;
    else this.#askIn(Math.max(0, this.#askedAtMs + leastMs - Date.now()));
  }

  #askIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), ms);
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    this.#askedAtMs = Date.now();
    this.#again = false;
    try {
      const answer = await this.#options.read();
      this.#polled = {
        ...{ answer, askedAtMs: this.#askedAtMs, answeredAtMs: Date.now() },
        failure: undefined,
      };
    } catch (error) {
      this.#polled = { ...this.#polled, failure: sentenceOf(error) };
      this.#options.onFailure?.(error as ApiError);
    }
    this.#asking = false;
    if (!this.#running) return;
    this.#options.onChange();
    this.#askIn(this.#again ? leastMs : this.#options.everyMs);
  }
}
