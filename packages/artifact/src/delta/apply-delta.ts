import { createHash } from 'node:crypto';
import { UnderstudyError } from '@understudy/errors';
import { type BlockLayout, layoutOf } from './block-layout.js';
import { type ByteReader, type ByteWriter, chunkBytes } from './byte-reader.js';
import { DeltaReader } from './delta-form.js';

/** What the manifest says of the result. */
export interface Expected {
  /** In bytes. */
  readonly length: number;
  /** In lower-case hex. */
  readonly sha256: string;
}

/**
 * Writes what `delta` makes of `base` to `output`, never more than the expected length, and compares its digest at the end. Only
 * when this returns the output is good. `base` is the one whose signature the delta was made for.
 * @throws UnderstudyError `peer_protocol` for a delta that is cut, malformed, or does not fit the base or the expected length;
 *   `digest_mismatch` where the result is not what is expected
 */
export async function applyDelta(
  base: ByteReader,
  delta: AsyncIterable<Uint8Array>,
  output: ByteWriter,
  expected: Expected,
): Promise<void> {
  const result = new Result(output, expected);
  // Where blocks lie is the same for both strengths.
  const layout = layoutOf(base.length, 'quick');
  const operations = new DeltaReader();
  for await (const piece of delta) {
    for (const operation of operations.read(piece)) {
      if (operation.kind === 'literal') await result.append(operation.bytes);
      else await copyBlocks(base, layout, operation.block, operation.count, result);
    }
  }
  if (!operations.isBetween) throw new UnderstudyError('peer_protocol', 'a delta ends within an operation');
  await result.finish();
}

async function copyBlocks(
  base: ByteReader,
  layout: BlockLayout,
  block: number,
  count: number,
  result: Result,
): Promise<void> {
  if (block < 0 || block + count > layout.blockCount) {
    throw new UnderstudyError('peer_protocol', `a delta copies ${count} blocks at ${block}`);
  }
  const end = Math.min((block + count) * layout.blockLength, layout.baseLength);
  let position = block * layout.blockLength;
  while (position < end) position += await result.appendFrom(base, position, end);
}

/** Gathers small operations into large writes, and counts and digests what is written. */
class Result {
  readonly #output: ByteWriter;
  readonly #expected: Expected;
  readonly #hash = createHash('sha256');
  readonly #buffer: Uint8Array;
  #filled = 0;
  /** Bytes that may still come. */
  #left: number;

  constructor(output: ByteWriter, expected: Expected) {
    this.#output = output;
    this.#expected = expected;
    this.#left = expected.length;
    this.#buffer = new Uint8Array(Math.min(chunkBytes, expected.length));
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#count(bytes.length);
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      at += part.length;
      await this.#advance(part.length);
    }
  }

  /** Appends as many bytes of `base` between the two positions as there is room for; returns how many. */
  async appendFrom(base: ByteReader, from: number, to: number): Promise<number> {
    const length = Math.min(to - from, this.#buffer.length - this.#filled);
    this.#count(length);
    const read = await base.read(this.#buffer.subarray(this.#filled, this.#filled + length), from);
    if (read < length) throw new UnderstudyError('digest_mismatch', 'the base is shorter than it was');
    await this.#advance(length);
    return length;
  }

  #count(length: number): void {
    this.#left -= length;
    if (this.#left < 0) {
      throw new UnderstudyError('peer_protocol', `a delta makes more than ${this.#expected.length} bytes`);
    }
  }

  async #advance(length: number): Promise<void> {
    this.#filled += length;
    if (this.#filled === this.#buffer.length) await this.#flush();
  }

  async #flush(): Promise<void> {
    const bytes = this.#buffer.subarray(0, this.#filled);
    this.#filled = 0;
    this.#hash.update(bytes);
    await this.#output.write(bytes);
  }

  async finish(): Promise<void> {
    if (this.#left > 0) throw new UnderstudyError('peer_protocol', `a delta lacks ${this.#left} bytes`);
    if (this.#filled > 0) await this.#flush();
    const sha256 = this.#hash.digest('hex');
    if (sha256 !== this.#expected.sha256) {
      throw new UnderstudyError('digest_mismatch', `repaired to ${sha256}, not ${this.#expected.sha256}`);
    }
  }
}
