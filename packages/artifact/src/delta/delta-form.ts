import { UnderstudyError } from '@understudy/errors';

/**
 * A delta is a sequence of operations. The first number of each is a count, shifted by one bit, and what is counted:
 *
 *     2 × bytes            the bytes themselves follow
 *     2 × blocks + 1       then the number of the first block, less the number behind the last block copied, in zigzag form
 *
 * Numbers are in base 128, least significant group first, the high bit set in all groups but the last.
 */
export type Operation =
  | { readonly kind: 'literal'; readonly bytes: Uint8Array }
  | { readonly kind: 'copy'; readonly block: number; readonly count: number };

/** What fits a double: 2^53 needs 8 groups. */
const maxNumberBytes = 8;

/** Collects operations in the form in which they travel. */
export class DeltaWriter {
  #parts: Uint8Array[] = [];
  /** The run of blocks that is not written yet: it may go on. */
  #run = { block: 0, count: 0 };
  /** The number behind the last block copied. */
  #behind = 0;

  copy(block: number): void {
    if (this.#run.count > 0 && block === this.#run.block + this.#run.count) {
      this.#run.count += 1;
      return;
    }
    this.#endRun();
    this.#run = { block, count: 1 };
  }

  /** `bytes` are copied by `take`, not before. */
  literal(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#endRun();
    this.#parts.push(encodeNumber(2 * bytes.length), bytes);
  }

  #endRun(): void {
    const { block, count } = this.#run;
    if (count === 0) return;
    const skip = block - this.#behind;
    this.#parts.push(encodeNumber(2 * count + 1), encodeNumber(skip < 0 ? -2 * skip - 1 : 2 * skip));
    this.#behind = block + count;
    this.#run = { block: 0, count: 0 };
  }

  /** What was collected since the last call, without the run that may go on unless this is the end. */
  take(isEnd: boolean): Uint8Array {
    if (isEnd) this.#endRun();
    const taken = Buffer.concat(this.#parts);
    this.#parts = [];
    return taken;
  }
}

/** Reads operations from a delta that comes in pieces of any size. */
export class DeltaReader {
  #number = 0;
  #numberBytes = 0;
  #literalLeft = 0;
  #copyCount = 0;
  #behind = 0;

  /** Whether it stands between two operations. */
  get isBetween(): boolean {
    return this.#literalLeft === 0 && this.#copyCount === 0 && this.#numberBytes === 0;
  }

  /**
   * The operations in the next piece; a literal may come in several parts.
   * @throws UnderstudyError `peer_protocol` for what no `DeltaWriter` writes
   */
  *read(piece: Uint8Array): Generator<Operation> {
    for (let at = 0; at < piece.length; ) {
      if (this.#literalLeft > 0) {
        const bytes = piece.subarray(at, at + this.#literalLeft);
        this.#literalLeft -= bytes.length;
        at += bytes.length;
        yield { kind: 'literal', bytes };
        continue;
      }
      const number = this.#readNumber(piece[at] as number);
      at += 1;
      if (number === undefined) continue;
      if (this.#copyCount > 0) {
        const skip = number % 2 === 1 ? -(number + 1) / 2 : number / 2;
        const copy = { kind: 'copy', block: this.#behind + skip, count: this.#copyCount } as const;
        this.#behind = copy.block + copy.count;
        this.#copyCount = 0;
        yield copy;
        continue;
      }
      if (number < 2) throw new UnderstudyError('peer_protocol', 'an operation of a delta has no length');
      if (number % 2 === 1) this.#copyCount = (number - 1) / 2;
      else this.#literalLeft = number / 2;
    }
  }

  /** Takes one byte of a number; returns the number with its last. */
  #readNumber(byte: number): number | undefined {
    this.#number += (byte & 127) * 128 ** this.#numberBytes;
    this.#numberBytes += 1;
    if (byte >= 128 && this.#numberBytes < maxNumberBytes) return undefined;
    const number = this.#number;
    if (byte >= 128 || !Number.isSafeInteger(number)) {
      throw new UnderstudyError('peer_protocol', 'a number in a delta is too large');
    }
    this.#number = 0;
    this.#numberBytes = 0;
    return number;
  }
}

function encodeNumber(number: number): Uint8Array {
  const bytes: number[] = [];
  let rest = number;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
