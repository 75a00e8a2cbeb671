import { UnderstudyError } from '@understudy/errors';
import { BlockIndex } from './block-index.js';
import { lengthOfBlock } from './block-layout.js';
import { type ByteReader, chunkBytes } from './byte-reader.js';
import { DeltaWriter } from './delta-form.js';
import { parseSignature, type Signature } from './signature.js';

/**
 * What the owner of a signature must copy and be sent to have `source`. Reads `source` once, and no faster than the delta is
 * taken; its memory is three chunks and what the signature needs.
 * @throws UnderstudyError `peer_protocol` for a signature that is none, `internal` when `source` ends before its length
 */
export async function* createDelta(
  signatureBytes: Uint8Array,
  source: ByteReader,
): AsyncGenerator<Uint8Array, void, undefined> {
  const signature = parseSignature(signatureBytes);
  const matcher = new Matcher(signature, source.length);
  const { blockLength } = signature.layout;
  const buffer = new Uint8Array(Math.min(source.length, chunkBytes + blockLength));
  let filled = 0;
  let position = 0;
  while (position < source.length) {
    const read = await source.read(buffer.subarray(filled), position);
    if (read === 0) throw new UnderstudyError('internal', `the source ends at ${position}`);
    position += read;
    filled += read;
    const isEnd = position === source.length;
    const done = matcher.take(buffer.subarray(0, filled), isEnd);
    const delta = matcher.writer.take(isEnd);
    if (delta.length > 0) yield delta;
    buffer.copyWithin(0, done, filled);
    filled -= done;
  }
}

/** Cuts a source into blocks of the base and bytes that are in none. */
class Matcher {
  readonly writer = new DeltaWriter();
  readonly #signature: Signature;
  readonly #index: BlockIndex;
  /** The block that comes next if the source goes on as the base does; undefined while a block is searched for. */
  #expected: number | undefined = 0;

  constructor(signature: Signature, sourceLength: number) {
    this.#signature = signature;
    this.#index = new BlockIndex(signature, sourceLength);
  }

  /** Writes operations for as many of `bytes` as can be judged and returns how many; the others must be shown again with more behind them. */
  take(bytes: Uint8Array, isEnd: boolean): number {
    const { layout } = this.#signature;
    let at = 0;
    let literalFrom = 0;
    for (;;) {
      if (this.#expected !== undefined) {
        at = this.#followBase(bytes, at, this.#expected, isEnd);
        literalFrom = at;
      }
      if (this.#expected !== undefined || bytes.length - at < layout.blockLength) break;
      const found = this.#index.search(bytes, at);
      if (found === undefined) {
        at = bytes.length - layout.blockLength;
        break;
      }
      this.writer.literal(bytes.subarray(literalFrom, found.at));
      at = found.at;
      this.#expected = found.block;
    }
    if (isEnd) return this.#end(bytes, literalFrom);
    this.writer.literal(bytes.subarray(literalFrom, at));
    return at;
  }

  /** Copies blocks while the source goes on as the base does; no byte is rolled here. Returns where that ends. */
  #followBase(bytes: Uint8Array, from: number, block: number, isEnd: boolean): number {
    const { layout } = this.#signature;
    let at = from;
    for (let next = block; next < layout.blockCount; next += 1) {
      this.#expected = next;
      const length = lengthOfBlock(layout, next);
      if (bytes.length - at < length) {
        if (isEnd) this.#expected = undefined;
        return at;
      }
      if (!this.#index.matches(next, bytes, at)) break;
      this.writer.copy(next);
      at += length;
    }
    this.#expected = undefined;
    return at;
  }

  /** The source ends: with the base's last block, which is too short to be searched for, or with other bytes. */
  #end(bytes: Uint8Array, literalFrom: number): number {
    const { blockCount, tailLength } = this.#signature.layout;
    const tailAt = bytes.length - tailLength;
    const hasTail =
      tailLength > 0 && tailAt >= literalFrom && this.#index.matches(blockCount - 1, bytes, tailAt);
    this.writer.literal(bytes.subarray(literalFrom, hasTail ? tailAt : bytes.length));
    if (hasTail) this.writer.copy(blockCount - 1);
    return bytes.length;
  }
}
