/** Why to leave a silent worker. */
export interface LeaveReason {
  readonly text: string;
  /** Asked again when it is acted upon: much may have come since it was found. */
  readonly holds: () => boolean;
}

/** Whose silence is watched. */
export interface Watched {
  /** Called for every arrival of bytes, with its time on the clock of `performance.now()`. */
  heard(atMs: number): void;
  /** A reason to leave the worker, or undefined: it lives, and nobody else is further. Never rejects. */
  reasonToLeave(silentSinceMs: number): Promise<LeaveReason | undefined>;
  stalled(reason: string): void;
}

interface SilenceLimits {
  /** Silence after which it is `stalled`, if there is a reason to leave. */
  readonly stallMs: number;
  /** How long before that the reason is asked for, so that it is there in time. */
  readonly probeTimeoutMs: number;
  /** Silence of the response after which it is `stalled` in any case. */
  readonly failoverDeadlineMs: number;
}

/**
 * Watches one worker's silence while a player waits for it. Bytes cost a clock reading; the timer looks at what they left.
 *
 * Silence of this worker begins when it is asked; silence of the response began when the last byte came from any.
 */
export class StallWatch {
  readonly #watched: Watched;
  readonly #limits: SilenceLimits;
  #responseSilentSinceMs: number;
  #workerSilentSinceMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #paused = false;
  #closed = false;

  /** `silentSinceMs`: when the player last got something, on the clock of `performance.now()`. */
  constructor(watched: Watched, limits: SilenceLimits, silentSinceMs: number) {
    this.#watched = watched;
    this.#limits = limits;
    this.#responseSilentSinceMs = silentSinceMs;
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
    this.#watched.heard(nowMs);
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
    const { stallMs, probeTimeoutMs, failoverDeadlineMs } = this.#limits;
    const askAtMs = this.#workerSilentSinceMs + Math.max(0, stallMs - probeTimeoutMs);
    const atMs = Math.min(askAtMs, this.#responseSilentSinceMs + failoverDeadlineMs);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), Math.max(0, atMs - performance.now()));
  }

  async #look(): Promise<void> {
    const { stallMs, probeTimeoutMs, failoverDeadlineMs } = this.#limits;
    // Timers run before what has arrived is read: while our own loop was late, no worker was silent.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#paused || this.#closed) return;
    const nowMs = performance.now();
    if (nowMs - this.#responseSilentSinceMs >= failoverDeadlineMs)
      return this.#watched.stalled(`nothing came for ${failoverDeadlineMs} ms`);
    const silentSinceMs = this.#workerSilentSinceMs;
    if (nowMs - silentSinceMs < stallMs - probeTimeoutMs) return this.#arm();
    const reason = await this.#watched.reasonToLeave(silentSinceMs);
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
        this.#watched.stalled(reason.text);
        return;
      }
      // It lives and nobody is further, or it is only busy: it has another such time.
      this.#workerSilentSinceMs = performance.now();
    }
    this.#arm();
  }
}
