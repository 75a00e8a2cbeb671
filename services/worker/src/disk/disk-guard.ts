import { UnderstudyError } from '@understudy/errors';
import type { WriteGate } from '../store/write-gate.js';
import { type DiskTrouble, diskTroubleOf } from './disk-error.js';
import { type Room, roomIn, type Space } from './room.js';

export type DiskState = 'ok' | DiskTrouble;

export interface DiskGuardOptions {
  /** What is on the disk now. Rejects when it cannot be told. */
  readonly measure: () => Promise<Space>;
  /** Writes a little, as a piece is written. Rejects when that fails. */
  readonly probe: () => Promise<void>;
  /** Removes about so many bytes of copies, within its own deadline. Never rejects. */
  readonly evict: (bytes: number) => Promise<void>;
  readonly onChange: (state: DiskState, cause: unknown) => void;
}

/** A disk that failed is only trusted after so many probes: a bad sector is met now and then. */
const probesAfterFailure = 3;
const retryAfterSeconds = 2;
/** A disk that refuses so soon after the last time has too little room for what it is asked, and breaks a response each time. */
const calmMs = 10_000;
/** Then it waits longer every time until it takes work again. */
const firstWaitMs = 500;
const longestWaitMs = 30_000;

/**
 * Whether the disk takes what is written, and what of it is left.
 *
 *     ok ──no room is left, or ENOSPC──▶ full ──below the high mark again, and a probe succeeds──▶ ok
 *     ok, full ──EIO──▶ failing ──the same, several times in a row──▶ ok
 *
 * While it is not `ok` nothing is begun here; what is here is still served.
 */
export class DiskGuard implements WriteGate {
  readonly #options: DiskGuardOptions;
  #state: DiskState = 'ok';
  #used = 0;
  #room: Room = { limit: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY, low: 0 };
  #goodProbes = 0;
  #wellSinceMs = Number.NEGATIVE_INFINITY;
  #waitMs = 0;
  #troubleSinceMs = 0;
  /** Whether it was only measured that there is no room: then it is known as well when there is. A disk's own word is no such thing. */
  #isMeasured = false;
  /** What is left of a video that did not fit by itself may take the room of others, until it is evicted: it may be below the high mark. */
  #isCrowded = false;
  #looking: Promise<void> | undefined;
  #closed = false;

  constructor(options: DiskGuardOptions) {
    this.#options = options;
  }

  get state(): DiskState {
    return this.#state;
  }

  /** What may be stored beside what is here, as far as it was measured. */
  get roomBytes(): number {
    return Math.max(0, this.#room.limit - this.#used);
  }

  /** Whether new pieces are taken. */
  get takes(): boolean {
    return this.#state === 'ok';
  }

  async admit(): Promise<void> {
    // Whoever is here when the disk fills up need not go elsewhere if copies can go.
    if (!this.takes || this.#isCrowded || this.#used >= this.#room.high) await this.look();
    if (!this.takes) throw this.refuse();
  }

  take(bytes: number, owned = 0): void {
    if (this.#used + bytes > this.#room.limit) {
      if (owned + bytes > this.#room.low) {
        const why = `one video alone takes more than ${Math.floor(this.#room.low)} bytes, and the disk has no more for it`;
        this.#isCrowded = true;
        throw new UnderstudyError('storage_full', why, { retryAfterSeconds });
      }
      this.#enter('full', undefined);
      throw this.refuse();
    }
    this.#used += bytes;
  }

  refusal(error: unknown): unknown {
    const trouble = diskTroubleOf(error);
    if (trouble === undefined) return error;
    this.#enter(trouble, error);
    return this.refuse(error);
  }

  /** The error of who is not served because of it. */
  refuse(cause?: unknown): UnderstudyError {
    return new UnderstudyError('storage_full', `the disk is ${this.#state}`, { retryAfterSeconds, cause });
  }

  /**
   * Measures, evicts where that is due, and finds out whether it is well again. Those who ask meanwhile share it. Does nothing once it is
   * closed. Never rejects.
   */
  look(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#looking ??= this.#look()
      // Measuring is reading: where it fails the disk does.
      .catch((error: unknown) => this.#enter('failing', error))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** Looks no more. Resolves when nothing is measured, probed or evicted any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#looking;
  }

  async #look(): Promise<void> {
    await this.#measure();
    if (this.#used > this.#room.high || this.#isCrowded || this.#state === 'full') {
      const excess = this.#used - this.#room.low;
      if (excess > 0) {
        await this.#options.evict(excess);
        await this.#measure();
      }
    }
    if (this.#used >= this.#room.limit) this.#enter('full', undefined);
    else if (!this.takes && (await this.#isWell())) this.#enter('ok', undefined);
  }

  async #measure(): Promise<void> {
    const space = await this.#options.measure();
    this.#used = space.used;
    this.#room = roomIn(space);
    if (this.#used <= this.#room.low) this.#isCrowded = false;
  }

  async #isWell(): Promise<boolean> {
    if (this.#used > this.#room.high) return false;
    if (!this.#isMeasured && performance.now() - this.#troubleSinceMs < this.#waitMs) return false;
    try {
      await this.#options.probe();
    } catch (error) {
      this.#goodProbes = 0;
      this.#enter(diskTroubleOf(error) ?? 'failing', error);
      return false;
    }
    this.#goodProbes += 1;
    return this.#state === 'full' || this.#goodProbes >= probesAfterFailure;
  }

  #enter(state: DiskState, cause: unknown): void {
    // A disk that fails is not well for being full as well.
    if (state === this.#state || (this.#state === 'failing' && state === 'full')) return;
    const nowMs = performance.now();
    this.#isMeasured = cause === undefined;
    if (state === 'ok') this.#wellSinceMs = nowMs;
    else if (this.#state === 'ok' && !this.#isMeasured) {
      const isSoon = nowMs - this.#wellSinceMs < calmMs;
      this.#waitMs = isSoon ? Math.min(Math.max(firstWaitMs, this.#waitMs * 2), longestWaitMs) : 0;
      this.#troubleSinceMs = nowMs;
    }
    this.#state = state;
    this.#goodProbes = 0;
    this.#options.onChange(state, cause);
  }
}
