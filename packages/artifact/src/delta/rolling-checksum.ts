import { crc32 } from 'node:zlib';

/**
 * CRC-32 of a window of fixed length that moves byte by byte. CRC-32 is linear: what a byte adds to it can be taken out
 * again when the byte leaves the window. The values are those of zlib, as signed numbers, without the part that all windows of that
 * length have in common.
 */
export class RollingChecksum {
  /** What a byte that comes in adds. */
  readonly incoming = new Int32Array(256);
  /** What is left of a byte at the moment at which it leaves. */
  readonly outgoing = new Int32Array(256);
  /** In bytes. */
  readonly windowLength: number;
  readonly #common: number;

  constructor(windowLength: number) {
    this.windowLength = windowLength;
    const bytes = new Uint8Array(windowLength + 1);
    const zeroByte = crc32(bytes.subarray(0, 1));
    const zeros = crc32(bytes);
    this.#common = crc32(bytes.subarray(1));
    for (let bit = 1; bit < 256; bit <<= 1) {
      bytes[0] = bit;
      const incoming = crc32(bytes.subarray(0, 1)) ^ zeroByte;
      const outgoing = crc32(bytes) ^ zeros;
      for (let below = 0; below < bit; below += 1) {
        this.incoming[bit | below] = (this.incoming[below] as number) ^ incoming;
        this.outgoing[bit | below] = (this.outgoing[below] as number) ^ outgoing;
      }
    }
  }

  /** The value for a window whose CRC-32 is `crc`. */
  fromCrc(crc: number): number {
    return crc ^ this.#common;
  }

  /** The value for the window that begins at `at`, without rolling. */
  of(bytes: Uint8Array, at: number): number {
    return this.fromCrc(crc32(bytes.subarray(at, at + this.windowLength)));
  }
}
