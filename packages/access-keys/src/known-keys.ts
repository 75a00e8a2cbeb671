import { timingSafeEqual } from 'node:crypto';
import { UnderstudyError } from '@understudy/errors';
import type { AccessKeys, KeyRecord, KeyTable } from '@understudy/metadata-store';
import type { ConfiguredKey } from './configured-keys.js';
import type { KeyEvents } from './key-events.js';
import { digestOf, keyIdOf } from './key-text.js';

/** However many unknown keys come, the store is read no more often. */
const leastReadMs = 100;
/** When a key was used last is known to about this. */
const useEveryMs = 60_000;
/** Where the store is away. */
const awaySeconds = 5;

/** Whose key it is. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs?: number | undefined;
}

/** What a key turned out to be: `unknown` says nothing of whether its ID is. */
export type FoundKey =
  | { readonly result: 'good'; readonly caller: Caller }
  | { readonly result: 'unknown' | 'revoked' | 'expired' };

interface Options {
  readonly configured: readonly ConfiguredKey[];
  readonly store: Pick<AccessKeys, 'readAccessKeys' | 'noteAccessKeyUse' | 'onAccessKeyHint'>;
  readonly pollMs: number;
  /** So many requests with a key that is not known may wait for a look into the store. */
  readonly mostWaiting: number;
  readonly events: Pick<KeyEvents, 'keysRead'>;
}

/**
 * The keys of the configuration and of the store. All of the store's are known, as they were at the last reading: by a hint at once, by
 * polling within `pollMs`. While the store is away they stand as they were; only the clock goes on, so that they expire.
 */
export class KnownKeys {
  readonly #options: Options;
  /** The digest that nothing has, for a comparison that takes as long. */
  readonly #nothing = Buffer.alloc(32);
  #records: ReadonlyMap<string, KeyRecord> | undefined;
  #version: string | undefined;
  /** The store's clock, ahead of `performance.now()`. */
  #aheadMs = 0;
  #readingSince = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopHints: () => void = () => {};
  #closed = false;
  #waiting = 0;
  readonly #usedAtMs = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Reads the keys from now on; a store that is away is no reason not to begin. */
  start(): void {
    this.#stopHints = this.#options.store.onAccessKeyHint(() => void this.#freshen().catch(() => {}));
    void this.#poll();
  }

  close(): void {
    this.#closed = true;
    this.#stopHints();
    clearTimeout(this.#timer);
  }

  /**
   * Whose key a text is.
   * @throws UnderstudyError `metadata_unavailable` for one of the store's form that is not known, while that cannot be found out
   */
  async find(text: string): Promise<FoundKey> {
    const digest = digestOf(text);
    // Every one is compared: the time tells nothing about the keys.
    const [configured] = this.#options.configured.filter((key) => timingSafeEqual(key.digest, digest));
    if (configured !== undefined) return { result: 'good', caller: configured };
    const id = keyIdOf(text);
    if (id === undefined) return { result: 'unknown' };
    const known = this.#judge(id, digest);
    if (known.result !== 'unknown') return known;
    // It may have been made, or rotated, a moment ago.
    await this.#lookUp();
    return this.#judge(id, digest);
  }

  /** @throws UnderstudyError `metadata_unavailable` also where too many wait: who tries keys must not take every connection. */
  async #lookUp(): Promise<void> {
    if (this.#waiting >= this.#options.mostWaiting) throw cannotTell('too many unknown keys wait already', 1);
    this.#waiting += 1;
    try {
      await this.#freshen();
    } catch (cause) {
      throw cannotTell('a key that was never seen cannot be looked up', awaySeconds, cause);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Whether the key that a caller had is good still, as far as is known: for what goes on after it was asked for. */
  isGood(callerId: string): boolean {
    if (this.#options.configured.some(({ id }) => id === callerId)) return true;
    const record = this.#records?.get(callerId);
    return record !== undefined && stateOf(record, this.#nowMs()) === 'good';
  }

  #nowMs(): number {
    return performance.now() + this.#aheadMs;
  }

  #judge(id: string, digest: Buffer): FoundKey {
    const record = this.#records?.get(id);
    const nowMs = this.#nowMs();
    const secrets = record?.secrets ?? [];
    const matching = [...secrets, undefined].filter((secret) =>
      timingSafeEqual(secret === undefined ? this.#nothing : Buffer.from(secret.digest, 'hex'), digest),
    );
    const isGood = matching.some((secret) => secret !== undefined && (secret.untilMs ?? Infinity) > nowMs);
    if (record === undefined || !isGood) return { result: 'unknown' };
    const { name, scopes, expiresAtMs } = record;
    const state = stateOf(record, nowMs);
    if (state !== 'good') return { result: state };
    this.#noteUse(id);
    return { result: 'good', caller: { id, name, scopes, expiresAtMs } };
  }

  /** A reading that begins after now: what was known before it is in it. Shared by all who wait for one. */
  #freshen(): Promise<void> {
    this.#next ??= this.#readNext();
    return this.#next;
  }

  async #readNext(): Promise<void> {
    await this.#reading.catch(() => {});
    const pauseMs = this.#readingSince + leastReadMs - performance.now();
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    this.#next = undefined;
    this.#reading = this.#read();
    await this.#reading;
  }

  async #read(): Promise<void> {
    this.#readingSince = performance.now();
    const table = await this.#options.store.readAccessKeys(this.#version);
    this.#aheadMs = table.nowMs - performance.now();
    if (table.keys !== undefined) this.#take(table.version, table.keys);
  }

  #take(version: string, keys: NonNullable<KeyTable['keys']>): void {
    this.#records = new Map(keys.map((record) => [record.id, record]));
    this.#version = version;
    for (const id of this.#usedAtMs.keys()) if (!this.#records.has(id)) this.#usedAtMs.delete(id);
    this.#options.events.keysRead(keys.length);
  }

  async #poll(): Promise<void> {
    // That the store is away is told where it is opened.
    await this.#freshen().catch(() => {});
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#poll(), this.#options.pollMs);
    this.#timer.unref();
  }

  #noteUse(id: string): void {
    const nowMs = performance.now();
    if (nowMs - (this.#usedAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < useEveryMs) return;
    this.#usedAtMs.set(id, nowMs);
    // Only for people to look at: nobody waits for it.
    this.#options.store.noteAccessKeyUse(id).catch(() => {});
  }
}

function stateOf({ revokedAtMs, expiresAtMs }: KeyRecord, nowMs: number): 'good' | 'revoked' | 'expired' {
  if (revokedAtMs !== undefined) return 'revoked';
  return expiresAtMs !== undefined && expiresAtMs <= nowMs ? 'expired' : 'good';
}

function cannotTell(why: string, retryAfterSeconds: number, cause?: unknown): UnderstudyError {
  return new UnderstudyError('metadata_unavailable', why, {
    cause,
    retryAfterSeconds,
    publicDetail: 'Whether this key is good cannot be found out at the moment.',
  });
}
