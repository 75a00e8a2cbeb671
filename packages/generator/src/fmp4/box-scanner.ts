import { UnderstudyError } from '@understudy/errors';

/** Boxes whose content is wanted are small; a longer one is no output of ours. */
const keptBoxLimitBytes = 1_000_000;

/** A box (ISO 14496-12 section 4.2) that lies wholly in what was scanned. */
export interface ScannedBox {
  readonly type: string;
  /** The offset just behind it in the whole stream. */
  readonly end: number;
  /** Header and content; empty for `mdat`, whose content is not kept. */
  readonly bytes: Uint8Array;
}

/** Finds the top-level boxes of a stream that comes in pieces of any size. */
export class BoxScanner {
  #held: Uint8Array = new Uint8Array(0);
  /** Bytes of an `mdat` still to be passed over. */
  #skip = 0;
  #offset = 0;

  /** True between two boxes: where a complete stream ends. */
  get atBoundary(): boolean {
    return this.#skip === 0 && this.#held.byteLength === 0;
  }

  /** The boxes that these bytes complete. */
  push(bytes: Uint8Array): ScannedBox[] {
    const boxes: ScannedBox[] = [];
    let rest = bytes;
    while (rest.byteLength > 0) {
      if (this.#skip > 0) {
        const passed = Math.min(this.#skip, rest.byteLength);
        this.#skip -= passed;
        this.#offset += passed;
        rest = rest.subarray(passed);
        if (this.#skip === 0) boxes.push({ type: 'mdat', end: this.#offset, bytes: new Uint8Array(0) });
        continue;
      }
      this.#held = this.#held.byteLength === 0 ? rest : Buffer.concat([this.#held, rest]);
      rest = new Uint8Array(0);
      const header = headerOf(this.#held);
      if (!header) break;
      if (header.type === 'mdat') {
        this.#skip = header.size;
        rest = this.#held;
        this.#held = new Uint8Array(0);
      } else if (this.#held.byteLength >= header.size) {
        this.#offset += header.size;
        boxes.push({ type: header.type, end: this.#offset, bytes: this.#held.subarray(0, header.size) });
        rest = this.#held.subarray(header.size);
        this.#held = new Uint8Array(0);
      }
    }
    return boxes;
  }
}

function headerOf(bytes: Uint8Array): { type: string; size: number } | undefined {
  if (bytes.byteLength < 8) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = buffer.toString('latin1', 4, 8);
  const size = buffer.readUInt32BE(0);
  // A 64-bit size (1) or "to the end" (0) is never written for fragments this small.
  if (size < 8 || (type !== 'mdat' && size > keptBoxLimitBytes)) {
    throw new UnderstudyError('generator_failed', `the generator wrote a box '${type}' of ${size} bytes`);
  }
  return { type, size };
}
