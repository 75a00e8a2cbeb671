import { stat, utimes } from 'node:fs/promises';

/** Noted on disk at most this often: what is played all the time would be written all the time. */
const noteEveryMs = 60_000;

/**
 * How an artifact is used: what eviction and the archive decide by. The time of the last play is the modification time of a
 * file of the artifact, so that it is still known after a restart; plays are counted since the start.
 */
export class Usage {
  readonly #file: string;
  #plays = 0;
  #lastPlayedAtMs = 0;
  #notedAtMs = 0;
  #storedAtMs = 0;

  /** `file` need not exist yet. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Responses to players since the start. */
  get plays(): number {
    return this.#plays;
  }

  /** By the clock of `Date.now()`; 0 when it was never played. */
  get lastPlayedAtMs(): number {
    return this.#lastPlayedAtMs;
  }

  /** When it was last good for something: played, or begun to be stored. A replica that nobody played yet is no older than its master's copy. */
  get lastUsedAtMs(): number {
    return Math.max(this.#lastPlayedAtMs, this.#storedAtMs);
  }

  /** Its first bytes are about to come. */
  noteStored(nowMs: number): void {
    this.#storedAtMs = nowMs;
  }

  /** A player began with it. */
  notePlay(nowMs: number): void {
    this.#plays += 1;
    this.noteRead(nowMs);
  }

  /** A player went on with it: a segment, a range. */
  noteRead(nowMs: number): void {
    this.#lastPlayedAtMs = nowMs;
    if (nowMs - this.#notedAtMs < noteEveryMs) return;
    this.#notedAtMs = nowMs;
    // Only a hint: not worth failing a response for.
    utimes(this.#file, nowMs / 1_000, nowMs / 1_000).catch(() => undefined);
  }

  /** Reads what an earlier process noted. */
  async recall(): Promise<void> {
    const known = await stat(this.#file).catch(() => undefined);
    this.#lastPlayedAtMs = Math.max(this.#lastPlayedAtMs, Math.round(known?.mtimeMs ?? 0));
  }
}
