/** Why to leave a silent worker. */
export interface LeaveReason {
  readonly text: string;
  /** Asked again when it is acted upon: much may have come since it was found. */
  readonly holds: () => boolean;
}

export interface StallWatchOptions {
  /** Silence after which `onStalled` is called, if `check` gives a reason. */
  readonly stallMs: number;
  /** How long before that `check` begins, so that its result is there in time. */
  readonly checkMs: number;
  /** Silence after which `onStalled` is called in any case. Counted from `silentSinceMs`. */
  readonly deadlineMs: number;
  /** When the player last got something, on the clock of `performance.now()`. */
  readonly silentSinceMs: number;
  /** Called for every arrival of bytes, with its time. */
  readonly onProgress: (atMs: number) => void;
  /** A reason to leave the worker, or undefined: it lives, and nobody else is further. Never rejects. */
  readonly check: (silentSinceMs: number) => Promise<LeaveReason | undefined>;
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

  /** When the player last got something; now, while it takes nothing. */
  get silentSinceMs(): number {
    return this.#paused ? performance.now() : this.#responseSilentSinceMs;
  }

  progress(): void {
    const nowMs = performance.now();
    this.#workerSilentSinceMs = nowMs;
    this.#responseSilentSinceMs = nowMs;
    this.#options.onProgress(nowMs);
  }

  /** The player takes nothing, so the worker owes nothing. */
  pause(): void {
    this.#paused = true;
    clearTimeout(this.#timer);
  }

  resume(): void {
    this.#paused = false;
    this.#workerSilentSinceMs = performance.now();
    this.#responseSilentSinceMs = this.#workerSilentSinceMs;
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
    // Timers run before what has arrived is read: while our own loop was late, no worker was silent.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#paused || this.#closed) return;
    const nowMs = performance.now();
    if (nowMs - this.#responseSilentSinceMs >= deadlineMs)
      return onStalled(`nothing came for ${deadlineMs} ms`);
    const silentSinceMs = this.#workerSilentSinceMs;
    if (nowMs - silentSinceMs < stallMs - checkMs) return this.#arm();
    const reason = await check(silentSinceMs);
    if (this.#paused || this.#closed) return;
    if (this.#workerSilentSinceMs !== silentSinceMs) return this.#arm();
    const atMs = silentSinceMs + stallMs;
    this.#timer = setTimeout(
      () => setImmediate(() => this.#decide(reason, silentSinceMs)),
      Math.max(0, atMs - performance.now()),
    );
  }

  #decide(reason: LeaveReason | undefined, silentSinceMs: number): void {
    if (this.#paused || this.#closed) return;
    if (this.#workerSilentSinceMs === silentSinceMs) {
      if (reason?.holds() === true) {
        this.#options.onStalled(reason.text);
        return;
      }
      // It lives and nobody is further, or it is only busy: it has another such time.
      this.#workerSilentSinceMs = performance.now();
    }
    this.#arm();
  }
}
