import { entryBytesOf, writeEntry } from './block-digest.js';
import { lengthOfBlock } from './block-layout.js';
import { RollingChecksum } from './rolling-checksum.js';
import type { Signature } from './signature.js';

/** Of the filter, for a block: one window in 64 passes it without being in the base. */
const filterBitsPerBlock = 64;
/** Of the table, for a block. With a quarter of them taken, a row of as many as are tried is taken in forged signatures only. */
const slotsPerBlock = 4;
const triedSlots = 16;
/** Weak checksums that may fit in vain, beside four times as many as chance brings. Then nothing is found any more. */
const toleratedVainHits = 1_000;

/** A window that is a block of the base. */
export interface Found {
  readonly at: number;
  readonly block: number;
}

/** Finds the blocks of a base in other bytes. */
export class BlockIndex {
  readonly #signature: Signature;
  readonly #entryBytes: number;
  readonly #checksum: RollingChecksum;
  /** A bit for the low bits of a checksum: whether any block has them. */
  readonly #filter: Uint8Array;
  readonly #filterMask: number;
  /** Open addressing by the high bits of the checksum: block + 1, and its checksum. */
  readonly #slots: Int32Array;
  readonly #checksums: Int32Array;
  readonly #slotShift: number;
  readonly #isEmpty: boolean;
  readonly #entry: Buffer;
  #vainHitsLeft: number;
  /** Of the window that was looked at last; undefined when the next one is not its neighbour. */
  #rolling: number | undefined;

  /** `sourceLength`: how many bytes will be searched. */
  constructor(signature: Signature, sourceLength: number) {
    const { layout } = signature;
    this.#signature = signature;
    this.#entryBytes = entryBytesOf(layout);
    this.#entry = Buffer.alloc(this.#entryBytes);
    this.#checksum = new RollingChecksum(layout.blockLength);
    const filterBits = powerOfTwoFrom(layout.blockCount * filterBitsPerBlock);
    this.#filter = new Uint8Array(filterBits / 8);
    this.#filterMask = filterBits - 1;
    const slots = powerOfTwoFrom(layout.blockCount * slotsPerBlock);
    this.#slots = new Int32Array(slots);
    this.#checksums = new Int32Array(slots);
    this.#slotShift = 32 - Math.log2(slots);
    this.#vainHitsLeft = toleratedVainHits + (4 * sourceLength * layout.blockCount) / 2 ** 32;
    const fullBlocks = layout.blockCount - (layout.tailLength > 0 ? 1 : 0);
    this.#isEmpty = fullBlocks === 0;
    for (let block = 0; block < fullBlocks; block += 1) this.#add(block);
  }

  /** Of blocks with one checksum, as in a file of zeros, only the first is entered. */
  #add(block: number): void {
    const checksum = this.#checksum.fromCrc(this.#signature.entries.readUInt32BE(block * this.#entryBytes));
    for (let tried = 0; tried < triedSlots; tried += 1) {
      const slot = this.#slotOf(checksum, tried);
      const isTaken = this.#slots[slot] !== 0;
      if (isTaken && this.#checksums[slot] === checksum) return;
      if (isTaken) continue;
      this.#slots[slot] = block + 1;
      this.#checksums[slot] = checksum;
      const bit = checksum & this.#filterMask;
      this.#filter[bit >>> 3] = (this.#filter[bit >>> 3] as number) | (1 << (bit & 7));
      return;
    }
  }

  #slotOf(checksum: number, tried: number): number {
    return ((checksum >>> this.#slotShift) + tried) & (this.#slots.length - 1);
  }

  /** Whether `block` stands at `at`, by both of its digests. */
  matches(block: number, bytes: Uint8Array, at: number): boolean {
    const { layout, entries } = this.#signature;
    writeEntry(this.#entry, 0, layout, bytes.subarray(at, at + lengthOfBlock(layout, block)));
    const entryAt = block * this.#entryBytes;
    return entries.compare(this.#entry, 0, this.#entryBytes, entryAt, entryAt + this.#entryBytes) === 0;
  }

  /**
   * Looks for a block in the window that begins at `at`, and in each that begins one byte further, while they lie in `bytes`. When
   * nothing is found the next call goes on with the last of these windows, wherever the caller moved it to.
   */
  search(bytes: Uint8Array, at: number): Found | undefined {
    if (this.#isEmpty || this.#vainHitsLeft <= 0) return undefined;
    let block = -1;
    let next = at;
    if (this.#rolling === undefined) {
      this.#rolling = this.#checksum.of(bytes, at);
      block = this.#lookUp(bytes, at);
    }
    while (block < 0) {
      next = this.#rollToFiltered(bytes, next);
      if (next < 0) return undefined;
      block = this.#lookUp(bytes, next);
    }
    this.#rolling = undefined;
    return { at: next, block };
  }

  /** The next window that passes the filter, or -1 when the last one is reached. The loop over every byte that matches nothing. */
  #rollToFiltered(bytes: Uint8Array, from: number): number {
    const { incoming, outgoing, windowLength } = this.#checksum;
    const filter = this.#filter;
    const mask = this.#filterMask;
    const last = bytes.length - windowLength;
    let value = this.#rolling as number;
    for (let at = from; at < last; ) {
      value =
        (value >>> 8) ^
        (incoming[(value ^ (bytes[at + windowLength] as number)) & 255] as number) ^
        (outgoing[bytes[at] as number] as number);
      at += 1;
      if (((filter[(value & mask) >>> 3] as number) & (1 << (value & 7))) !== 0) {
        this.#rolling = value;
        return at;
      }
    }
    this.#rolling = value;
    return -1;
  }

  /** The block that the window with the rolling checksum is, or -1. */
  #lookUp(bytes: Uint8Array, at: number): number {
    const checksum = this.#rolling as number;
    for (let tried = 0; tried < triedSlots && this.#vainHitsLeft > 0; tried += 1) {
      const slot = this.#slotOf(checksum, tried);
      const block = (this.#slots[slot] as number) - 1;
      if (block < 0) break;
      if (this.#checksums[slot] !== checksum) continue;
      if (this.matches(block, bytes, at)) return block;
      this.#vainHitsLeft -= 1;
      break;
    }
    return -1;
  }
}

/** At least 64: a shift by 32 bits is none. */
function powerOfTwoFrom(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(least, 64)));
}
