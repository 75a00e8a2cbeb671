export interface StallWatchOptions {
  /** Silence after which `onStalled` is called, if `check` gives a reason. */
  readonly stallMs: number;
  /** How long before that `check` begins, so that its result is there in time. */
  readonly checkMs: number;
  /** Silence after which `onStalled` is called in any case. Counted from `silentSinceMs`. */
  readonly deadlineMs: number;
  /** When the player last got something, on the clock of `performance.now()`. */
  readonly silentSinceMs: number;
  /** A reason to leave the worker, or undefined: it lives, and nobody else is further. Never rejects. */
  readonly check: () => Promise<string | undefined>;
  readonly onStalled: (reason: string) => void;
}

/**
 * Watches one worker's silence while a player waits for it. Bytes cost a clock reading; the timer looks at what they left.
 *
 * Silence of this worker begins when it is asked; silence of the response began when the last byte came from any.
 */
export class StallWatch {
  readonly #options: StallWatchOptions;
  #responseSilentSinceMs: number;
  #workerSilentSinceMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #paused = false;
  #closed = false;

  constructor(options: StallWatchOptions) {
    this.#options = options;
    this.#responseSilentSinceMs = options.silentSinceMs;
    this.#arm();
  }

  /** When the player last got something. */
  get silentSinceMs(): number {
    return this.#responseSilentSinceMs;
  }

  progress(): void {
    this.#workerSilentSinceMs = this.#responseSilentSinceMs = performance.now();
  }

  /** The player takes nothing, so the worker owes nothing. */
  pause(): void {
    this.#paused = true;
    clearTimeout(this.#timer);
  }

  resume(): void {
    this.#paused = false;
    this.progress();
    this.#arm();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #arm(): void {
    if (this.#paused || this.#closed) return;
    const { stallMs, checkMs, deadlineMs } = this.#options;
    const checkAtMs = this.#workerSilentSinceMs + Math.max(0, stallMs - checkMs);
    const atMs = Math.min(checkAtMs, this.#responseSilentSinceMs + deadlineMs);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), Math.max(0, atMs - performance.now()));
  }

  async #look(): Promise<void> {
    const { stallMs, checkMs, deadlineMs, check, onStalled } = this.#options;
    const nowMs = performance.now();
    if (nowMs - this.#responseSilentSinceMs >= deadlineMs)
      return onStalled(`nothing came for ${deadlineMs} ms`);
    const silentSinceMs = this.#workerSilentSinceMs;
    // Bytes came since the timer was set.
    if (nowMs - silentSinceMs < stallMs - checkMs) return this.#arm();
    const reason = await check();
    if (this.#closed || this.#paused) return;
    if (this.#workerSilentSinceMs !== silentSinceMs) return this.#arm();
    const leave = () => {
      if (this.#closed || this.#paused) return;
      if (this.#workerSilentSinceMs !== silentSinceMs) return this.#arm();
      if (reason !== undefined) return onStalled(reason);
      // It lives and nobody is further: it has another such time.
      this.#workerSilentSinceMs = performance.now();
      this.#arm();
    };
    this.#timer = setTimeout(leave, Math.max(0, silentSinceMs + stallMs - performance.now()));
  }
}
