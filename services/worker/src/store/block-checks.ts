import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { DamagedPiece } from './damage.js';

/** Bytes per check: a range costs at most this much more to read, and a terabyte 64 MB of memory. */
export const blockBytes = 256 * 1024;
/** A block that was good is taken for good again for this long while its file has not changed: it is in memory, where no disk can spoil it. */
const trustMs = 60_000;
/** A file that changed this lately may change again without a later time of it: kernels note times in steps of up to 10 ms. */
const settledNs = 50_000_000n;

/**
 * A CRC-32 for each block of a piece, of the bytes that its digest was made of: what a disk makes of them later is found by the next read. Every
 * change of up to 32 bits in a row is, and of others all but one in 2^32. SHA-256 would take three times as long, and the whole piece
 * for each range.
 *
 * CRC-32 takes 0.2 s of CPU for a gigabyte, two thirds of what sending it takes. So a block is compared once a minute at most, and the
 * time of its file's last change is looked at after each read.
 */
export class BlockChecks {
  readonly #checks: number[] = [];
  /** When each was last good, by `performance.now()`, in the file as `#identity` has it. */
  #goodAtMs: number[] = [];
  #identity = '';
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

  /**
   * Makes sure of bytes that were just read at `at`: what is given out afterwards is what was stored. `anew`: whatever was found before.
   * @throws DamagedPiece where it is not; what the file system throws
   */
  async confirm(file: FileHandle, at: number, bytes: Buffer, anew = false): Promise<void> {
    this.#recognize(await file.stat({ bigint: true }));
    const last = Math.floor((at + bytes.length - 1) / blockBytes);
    for (let block = Math.floor(at / blockBytes); block <= last; block += 1) {
      const nowMs = performance.now();
      const wasGood = nowMs - (this.#goodAtMs[block] ?? Number.NEGATIVE_INFINITY) < trustMs;
      if (wasGood && !anew) continue;
      await this.#compare(file, block, at, bytes);
      if (this.#identity !== '') this.#goodAtMs[block] = nowMs;
    }
  }

  /** Forgets what was found good in a file that has changed since. */
  #recognize({ ino, size, mtimeNs, ctimeNs }: BigIntStats): void {
    const isSettled = BigInt(Date.now()) * 1_000_000n - ctimeNs > settledNs;
    const identity = isSettled ? `${ino} ${size} ${mtimeNs} ${ctimeNs}` : '';
    if (identity !== '' && identity === this.#identity) return;
    this.#identity = identity;
    this.#goodAtMs = [];
  }

  /** Compares a block, and puts what is good of it into `bytes` where it was read apart from them. */
  async #compare(file: FileHandle, block: number, at: number, bytes: Buffer): Promise<void> {
    const start = block * blockBytes;
    const end = Math.min(start + blockBytes, this.#length);
    const isWithin = start >= at && end <= at + bytes.length;
    const whole = isWithin ? bytes.subarray(start - at, end - at) : await readWhole(file, start, end);
    if (crc32(whole) !== this.#checks[block]) throw new DamagedPiece('digest', `bytes ${start} to ${end}`);
    if (isWithin) return;
    const from = Math.max(start, at);
    whole.copy(bytes, from - at, from - start, Math.min(end, at + bytes.length) - start);
  }
}

async function readWhole(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(end - start);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) throw new DamagedPiece('size', `it ends at ${start + filled}, before ${end}`);
    filled += bytesRead;
  }
  return buffer;
}
