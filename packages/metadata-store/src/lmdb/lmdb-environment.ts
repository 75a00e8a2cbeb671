import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { type Key, open, type RootDatabase } from 'lmdb';
import { withDeadline } from '../deadline.js';
import type { StoreSettings } from '../metadata-store.js';
import { unavailable } from '../unavailable.js';
import { commitErrorOf, explain } from './lmdb-errors.js';
import { untilEnded } from './lmdb-exit.js';
import { checkDataFile, type FileIdentity, identityOf, notOpened } from './lmdb-file.js';

export type LmdbRoot = RootDatabase<unknown, Key>;

/** Address space, not disk: the file is as large as its content. Fixed, so that no process has to follow another's growth. */
const mapSizeBytes = 16 * 2 ** 30;

/** Writes of one process that may wait for the lock. At a fraction of a millisecond each, more would miss their deadline. */
const maxPendingWrites = 4096;

/**
 * A commit is in the file a moment before readers get it: whoever is told of it looks again after this time. Meanwhile nobody is told of
 * more, since every process is told of the commits of all.
 */
const settleMs = 50;

/**
 * The only file that imports `lmdb`. What is to know of 3.5.6, each with a test:
 * - With `overlappingSync` (its default) a commit can be read before it is on disk, so a second process could acknowledge
 *   what a power cut then takes back. Without it a write resolves after fdatasync, and nobody reads it sooner.
 * - `transaction(callback)` commits what a callback wrote before it threw; `childTransaction` does not.
 * - The write lock is one for all processes. Asynchronous transactions wait for it in a thread, so that the event loop
 *   goes on and a deadline can be kept; it is a robust mutex, so SIGKILL of its holder frees it.
 * - `process.exit` in the middle of a transaction never ends, and keeps the lock (`lmdb-exit.ts`).
 * - Why a commit failed is in a promise of its own (`lmdb-errors.ts`); and with `eventTurnBatching` (its default) one more that
 *   nobody can get at is rejected. Either ends the process. It is no slower without: 300 to 100,000 writes a second.
 * - A path with an extension would be a file of its own unless `noSubdir` is false.
 */
export class LmdbEnvironment {
  readonly #path: string;
  readonly #dataFile: string;
  readonly #opened: FileIdentity | undefined;
  readonly #settings: StoreSettings;
  readonly #root: LmdbRoot;
  readonly #changeListeners = new Set<() => void>();
  #watcher: FSWatcher | undefined;
  /** While those who were told of a commit have yet to look again. */
  #settling: NodeJS.Timeout | undefined;
  /** Whether there were commits since then. */
  #hasMore = false;
  #pendingWrites = 0;
  #reachable = true;
  #closed = false;

  constructor(path: string, settings: StoreSettings) {
    this.#path = path;
    this.#settings = settings;
    this.#dataFile = join(path, 'data.mdb');
    checkDataFile(this.#dataFile);
    try {
      this.#root = open<unknown, Key>({
        path,
        noSubdir: false,
        overlappingSync: false,
        eventTurnBatching: false,
        mapSize: mapSizeBytes,
        encoding: 'json',
      });
    } catch (error) {
      throw notOpened(path, error);
    }
    this.#opened = identityOf(this.#dataFile);
  }

  get reachable(): boolean {
    return this.#reachable && !this.#closed;
  }

  /** Runs `look` on one snapshot that has all that was committed before, by any process. Takes no lock. */
  async read<T>(operation: string, look: (root: LmdbRoot) => T): Promise<T> {
    this.#assertOpen(operation);
    this.#assertSameFile(operation);
    try {
      this.#root.resetReadTxn();
      return look(this.#root);
    } catch (error) {
      throw unavailable(`${operation} failed`, error);
    }
  }

  /** Runs `change` alone among all processes; resolves when what it wrote is on disk. Nothing of it stays if it throws. */
  async write<T>(operation: string, change: (root: LmdbRoot) => T): Promise<T> {
    this.#assertOpen(operation);
    if (this.#pendingWrites >= maxPendingWrites) throw unavailable(`${maxPendingWrites} writes are waiting`);
    this.#pendingWrites += 1;
    try {
      this.#assertSameFile(operation);
      const result = await withDeadline(operation, this.#settings.commandTimeoutMs, (patience) =>
        untilEnded(
          this.#root.childTransaction(() => {
            if (patience.gaveUp) throw unavailable(`${operation} got the write lock too late`);
            return change(this.#root);
          }),
        ).catch(async (error: unknown) => {
          const reason = await commitErrorOf(error);
          throw unavailable(`${operation} failed: ${await explain(reason, this.#path)}`, reason);
        }),
      );
      this.#assertSameFile(operation);
      this.#setReachable(true);
      return result;
    } catch (error) {
      this.#setReachable(false, error);
      throw error;
    } finally {
      this.#pendingWrites -= 1;
    }
  }

  /** Frees the reader slots of processes that were killed: they keep old pages from being used again. */
  releaseDeadReaders(): void {
    this.#root.readerCheck();
  }

  /** Calls `listener` after commits of any process, 50 ms later at most and once for many, perhaps more often; on some file systems never. */
  onCommit(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    this.#watcher ??= this.#watchFile();
    return () => this.#changeListeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#watcher?.close();
    clearTimeout(this.#settling);
    this.#changeListeners.clear();
    // A process stopped while it has the write lock would keep us from closing for as long.
    await withDeadline('close', this.#settings.commandTimeoutMs, () => this.#root.close());
  }

  #watchFile(): FSWatcher {
    const tell = () => {
      for (const listener of this.#changeListeners) listener();
    };
    const settle = () => {
      this.#hasMore = false;
      this.#settling = setTimeout(() => {
        this.#settling = undefined;
        if (this.#hasMore) settle();
        tell();
      }, settleMs).unref();
    };
    const watcher = watch(this.#dataFile, () => {
      this.#hasMore = true;
      if (this.#settling !== undefined) return;
      settle();
      tell();
    });
    // Where files cannot be watched, polling has to do.
    watcher.on('error', () => watcher.close());
    return watcher;
  }

  #assertOpen(operation: string): void {
    if (this.#closed) throw unavailable(`${operation} after close`);
  }

  /**
   * What is written to a file that was removed, or replaced by another, is in no store that anybody opens later. Costs a
   * microsecond or two.
   */
  #assertSameFile(operation: string): void {
    const now = identityOf(this.#dataFile);
    if (now !== undefined && now.dev === this.#opened?.dev && now.ino === this.#opened.ino) return;
    const error = unavailable(
      `${operation}: ${this.#dataFile} was removed or replaced; put it back, or start the services again`,
    );
    this.#setReachable(false, error);
    throw error;
  }

  #setReachable(reachable: boolean, cause?: unknown): void {
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    this.#settings.onReachable(reachable, cause);
  }
}
