import { isUnderstudyError } from '@understudy/errors';
import { faultPoint } from '@understudy/fault-points';
import type { Deletion, DeletionPage, Deletions } from '@understudy/metadata-store';
import type { DeletionCursor, LogPlace } from './deletion-cursor.js';

export interface DeletionLogOptions {
  readonly store: Pick<Deletions, 'readDeletions' | 'onDeletionHint'>;
  readonly cursor: Pick<DeletionCursor, 'read' | 'write'>;
  readonly pollIntervalMs: number;
  /** Where to begin without a cursor: a worker that has nothing has nothing to delete. */
  readonly beginAt: 'start' | 'end';
  /** Makes a page of deletions true here. May be called again with the same ones; those behind come after it has resolved. */
  readonly apply: (deletions: readonly Deletion[]) => Promise<void>;
  /** Told of the latest ones that were applied by an earlier process, at the start: so many at most. */
  readonly recall?: { readonly most: number; readonly with: (deletions: readonly Deletion[]) => void };
  /** Told of what keeps it from going on, other than a store that is away. It tries again at the next poll. */
  readonly onFailed: (error: unknown) => void;
}

/** Deletions are rare; a page of them is applied in a fraction of a second. */
const pageSize = 500;

/**
 * Follows the log of deletions from where this worker stopped: at the start, at each hint of the store, and at each poll. One
 * page at a time; the cursor moves on when a page has been applied, so that nothing is left out by a crash. The log of another store, or
 * of one that was restored from a backup, is read from its beginning.
 */
export class DeletionLog {
  readonly #options: DeletionLogOptions;
  /** Resolves when the end of the log has been reached for the first time. */
  readonly caughtUp: Promise<void>;
  #reachedEnd = () => {};
  #isCaughtUp = false;
  #place: LogPlace | undefined;
  #recalled = false;
  #reading: Promise<void> | undefined;
  #hinted = false;
  #timer: NodeJS.Timeout | undefined;
  #endHints = () => {};
  #closed = false;

  constructor(options: DeletionLogOptions) {
    this.#options = options;
    this.caughtUp = new Promise((resolve) => {
      this.#reachedEnd = resolve;
    });
  }

  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  start(): void {
    this.#endHints = this.#options.store.onDeletionHint(() => this.#read());
    this.#read();
  }

  /** Reads nothing more; resolves when what is being applied is. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#endHints();
    await this.#reading;
  }

  #read(): void {
    this.#hinted = true;
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
      if (!this.#closed) this.#timer = setTimeout(() => this.#read(), this.#options.pollIntervalMs);
    });
  }

  async #readAll(): Promise<void> {
    try {
      while (this.#hinted && !this.#closed) {
        this.#hinted = false;
        await this.#readToEnd();
      }
    } catch (error) {
      // The store tells of its absence itself.
      if (!isUnderstudyError(error, 'metadata_unavailable')) this.#options.onFailed(error);
    }
  }

  async #readToEnd(): Promise<void> {
    const { store, apply } = this.#options;
    this.#place ??= await this.#beginning();
    while (!this.#closed) {
      const { sequence } = this.#place;
      // With the last one that was applied, if there is one: it is compared.
      const before = Math.max(0, sequence - 1);
      const page = await store.readDeletions(before, pageSize);
      if (!isIn(page, this.#place)) {
        await this.#moveTo({ sequence: 0, log: page.log, contentId: undefined });
        continue;
      }
      if (!this.#recalled) await this.#recall(sequence);
      const deletions = page.deletions.slice(sequence - before);
      const end = deletions.at(-1);
      if (end === undefined) break;
      await apply(deletions);
      faultPoint('delete.applied');
      await this.#moveTo({ sequence: end.sequence, log: page.log, contentId: end.contentId });
    }
    this.#isCaughtUp = true;
    this.#reachedEnd();
  }

  async #recall(until: number): Promise<void> {
    const { store, recall } = this.#options;
    let sequence = recall === undefined ? until : Math.max(0, until - recall.most);
    while (sequence < until && !this.#closed) {
      const { deletions } = await store.readDeletions(sequence, Math.min(pageSize, until - sequence));
      // It was replaced meanwhile.
      if (deletions.length === 0) return;
      recall?.with(deletions);
      sequence += deletions.length;
    }
    this.#recalled = true;
  }

  async #beginning(): Promise<LogPlace> {
    const { store, cursor, beginAt } = this.#options;
    const applied = await cursor.read();
    if (applied !== undefined) return applied;
    if (beginAt === 'start') return { sequence: 0, log: undefined, contentId: undefined };
    const { last, log } = await store.readDeletions(0, 1);
    return this.#moveTo({ sequence: last, log, contentId: undefined });
  }

  async #moveTo(place: LogPlace): Promise<LogPlace> {
    this.#place = place;
    // A full disk costs reading some of it again at the next start, no more.
    await this.#options.cursor.write(place).catch(this.#options.onFailed);
    return place;
  }
}

/** Whether a page of a log, read from the deletion right before a place on, is of the log which that place is in. */
function isIn({ log, last, deletions }: DeletionPage, place: LogPlace): boolean {
  if (log !== place.log || last < place.sequence) return false;
  return place.contentId === undefined || deletions[0]?.contentId === place.contentId;
}
