import type { Revocations } from '@understudy/metadata-store';
import { Revoked } from './revoked.js';

interface Options {
  readonly store: Pick<Revocations, 'readRevocations'>;
  readonly pollMs: number;
  /** Called when something else is revoked than before. */
  readonly onChange: (revoked: Revoked) => void;
}

/**
 * Asks the metadata store what was revoked, every so often and when told to. While it does not answer the last known stands; so it does where a
 * store knows of no revocation though there were some: it was emptied.
 */
export class RevocationWatch {
  readonly #options: Options;
  #timer: NodeJS.Timeout | undefined;
  #revision: string | undefined;
  #revoked = new Revoked();
  #reading: Promise<boolean> | undefined;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
    this.#schedule();
    void this.#read();
  }

  /** Whether the store was ever read. */
  get isKnown(): boolean {
    return this.#revision !== undefined;
  }

  get revoked(): Revoked {
    return this.#revoked;
  }

  /** Asks now. Resolves with whether what was revoked before this call is obeyed. Never rejects. */
  async readNow(): Promise<boolean> {
    // One that is under way may have been answered already.
    await this.#reading;
    return this.#read();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#schedule();
      // The store's deadline is longer than the time between two questions.
      if (this.#reading === undefined) void this.#read();
    }, this.#options.pollMs);
    this.#timer.unref();
  }

  #read(): Promise<boolean> {
    this.#reading ??= this.#ask().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #ask(): Promise<boolean> {
    try {
      const { revision, entries } = await this.#options.store.readRevocations(this.#revision);
      if (this.#closed) return false;
      const isEmptied = revision === '' && (this.#revision ?? '') !== '';
      if (isEmptied) return true;
      this.#revision = revision;
      if (entries === undefined || (entries.length === 0 && this.#revoked.count === 0)) return true;
      this.#revoked = new Revoked(entries);
      this.#options.onChange(this.#revoked);
      return true;
    } catch {
      // That it is away is told where it is opened.
      return false;
    }
  }
}
