import { crc32 } from 'node:zlib';

/** Bytes per check, and per read: large enough that a read's fixed cost does not count, small enough for many streams at once. */
export const blockBytes = 256 * 1024;

/**
 * A CRC-32 for each block of a piece, of the bytes that the digest was made of. A file that changes after it was compared with its
 * digest is found by the next read of the block: every change of up to 32 bits in a row is, any other but for one in 2^32. It costs a third
 * of SHA-256, which would need the whole piece for each range; and 16 MB of memory per terabyte stored.
 */
export class BlockChecks {
  readonly #checks: number[] = [];
  #length = 0;

  /** Adds the next bytes. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const block = Math.floor(this.#length / blockBytes);
      const part = bytes.subarray(at, at + blockBytes - (this.#length % blockBytes));
      this.#checks[block] = crc32(part, this.#checks[block] ?? 0);
      this.#length += part.length;
      at += part.length;
    }
  }

  /** Whether `bytes` are all of block number `block`. */
  fits(block: number, bytes: Uint8Array): boolean {
    return this.#checks[block] === crc32(bytes);
  }
}
