import type { PieceState } from './piece-state.js';
import { mostRecentBytes } from './recent-bytes.js';

/**
 * Whole pieces that were made or read lately, in memory. Opening a file, reading, looking at and closing it are four visits to another thread, which cost several times what
 * sending a segment does.
 *
 * What is here was compared with the piece's digest. What becomes of its file meanwhile is not looked at: whoever reads that next finds it, or the scrubber.
 */
export class ReadCache {
  readonly #mostBytes: number;
  /** The one used least recently is first. */
  readonly #pieces = new Map<PieceState, Uint8Array>();
  #bytes = 0;
  /** How many readers have each. */
  readonly #lent = new Map<Uint8Array, number>();
  #lentBytes = 0;

  /** Holds nothing where `mostBytes` is 0. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a piece of this length would be kept. */
  takes(length: number): boolean {
    return length <= Math.min(mostRecentBytes, this.#mostBytes);
  }

  /** The bytes of a sealed piece. They must not be changed. */
  get(state: PieceState): Uint8Array | undefined {
    const bytes = this.#pieces.get(state);
    if (bytes === undefined) return undefined;
    this.#pieces.delete(state);
    this.#pieces.set(state, bytes);
    return bytes;
  }

  /**
   * Whether the bytes of a piece may be in the hands of one reader more, who may be slow and hold them though they are not kept any more: as many bytes
   * as are kept, in all. Past it readers get less at a time, from the file. To be given back.
   */
  lend(bytes: Uint8Array): boolean {
    const readers = this.#lent.get(bytes) ?? 0;
    if (readers === 0 && this.#lentBytes + bytes.length > this.#mostBytes) return false;
    if (readers === 0) this.#lentBytes += bytes.length;
    this.#lent.set(bytes, readers + 1);
    return true;
  }

  giveBack(bytes: Uint8Array): void {
    const readers = (this.#lent.get(bytes) ?? 1) - 1;
    if (readers > 0) {
      this.#lent.set(bytes, readers);
      return;
    }
    this.#lent.delete(bytes);
    this.#lentBytes -= bytes.length;
  }

  /** For a piece that is dropped: its bytes are not to be read any more. */
  forget(state: PieceState): void {
    this.#bytes -= this.#pieces.get(state)?.length ?? 0;
    this.#pieces.delete(state);
  }

  /** Keeps the bytes of a sealed piece, which were compared with its digest and do not change any more. */
  keep(state: PieceState, bytes: Uint8Array): void {
    if (state.dropped || !this.takes(bytes.length) || this.#pieces.has(state)) return;
    this.#pieces.set(state, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, { length }] of this.#pieces) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#pieces.delete(oldest);
      this.#bytes -= length;
    }
  }
}
