import { stat, utimes } from 'node:fs/promises';

/** The most plays that are told apart by their times: as many as `UNDERSTUDY_REPLICATION_HOT_PLAYS` may ask for. */
const mostRecentPlays = 100;

/** A player who begins again within this time has not begun another time: nobody makes a video hot alone. */
const samePlayMs = 600_000;

/** Noted on disk at most this often: what is played all the time would be written all the time. */
const noteEveryMs = 60_000;

/**
 * How an artifact is used: what eviction, the archive and replication decide by. The time of the last play is the modification time of a
 * file of the artifact, so that it is still known after a restart; plays are counted since the start.
 */
export class Usage {
  readonly #file: string;
  #plays = 0;
  /** When the last plays began, oldest first, and by whom where that is known. */
  readonly #recent: { readonly atMs: number; readonly client: string | undefined }[] = [];
  #generatedMs = 0;
  #lastPlayedAtMs = 0;
  #notedAtMs = 0;
  #storedAtMs = 0;

  /** `file` need not exist yet. */
  constructor(file: string) {
    this.#file = file;
  }

  /** How often players began with it since the start. */
  get plays(): number {
    return this.#plays;
  }

  /** How many plays began after a time of `Date.now()`, up to `mostRecentPlays`. */
  playsSince(timeMs: number): number {
    return this.#recent.filter(({ atMs }) => atMs > timeMs).length;
  }

  /** How long it was generated here, since the start. */
  get generatedMs(): number {
    return this.#generatedMs;
  }

  /** By the clock of `Date.now()`; 0 when it was never played. */
  get lastPlayedAtMs(): number {
    return this.#lastPlayedAtMs;
  }

  /** When it was last good for something: played, or begun to be stored. A replica that nobody played yet is no older than its master's copy. */
  get lastUsedAtMs(): number {
    return Math.max(this.#lastPlayedAtMs, this.#storedAtMs);
  }

  noteGenerated(ms: number): void {
    this.#generatedMs += ms;
  }

  /** Its first bytes are about to come. */
  noteStored(nowMs: number): void {
    this.#storedAtMs = nowMs;
  }

  /** A player began with it, `client` where a router said who it is: its last play is the one that counts. */
  notePlay(nowMs: number, client?: string): void {
    const before = client === undefined ? -1 : this.#recent.findIndex((play) => play.client === client);
    const [last] = before === -1 ? [] : this.#recent.splice(before, 1);
    if (last === undefined || nowMs - last.atMs > samePlayMs) this.#plays += 1;
    this.#recent.push({ atMs: nowMs, client });
    if (this.#recent.length > mostRecentPlays) this.#recent.shift();
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
