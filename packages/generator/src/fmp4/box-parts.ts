import { UnderstudyError } from '@understudy/errors';
import { asBuffer } from './boxes.js';

/** Boxes that are read whole are small; a longer one is no output of a generator. */
const wholeBoxLimitBytes = 1_000_000;

/** A whole top-level box, or the next bytes of an `mdat`. */
export interface BoxPart {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * The top-level boxes (ISO 14496-12 section 4.2) of a stream that comes in pieces of any size: `mdat` as it comes, its header included,
 * every other one whole.
 * @throws generator_failed for what is no box, and at an end within one
 */
export async function* boxParts(stream: AsyncIterable<Uint8Array>): AsyncGenerator<BoxPart> {
  let held: Buffer = Buffer.alloc(0);
  /** Bytes of an `mdat` still to come. */
  let left = 0;
  for await (const bytes of stream) {
    let rest = held.length === 0 ? asBuffer(bytes) : Buffer.concat([held, bytes]);
    held = Buffer.alloc(0);
    while (rest.length > 0) {
      if (left > 0) {
        const part = rest.subarray(0, left);
        left -= part.length;
        rest = rest.subarray(part.length);
        yield { type: 'mdat', bytes: part };
        continue;
      }
      const header = headerOf(rest);
      if (header?.type === 'mdat') left = header.size;
      else if (header !== undefined && rest.length >= header.size) {
        yield { type: header.type, bytes: rest.subarray(0, header.size) };
        rest = rest.subarray(header.size);
      } else {
        held = rest;
        break;
      }
    }
  }
  if (left > 0 || held.length > 0)
    throw new UnderstudyError('generator_failed', 'the output ended within a box');
}

function headerOf(bytes: Buffer): { type: string; size: number } | undefined {
  if (bytes.length < 8) return undefined;
  const type = bytes.toString('latin1', 4, 8);
  const size = bytes.readUInt32BE(0);
  // 1 (a 64-bit size) and 0 (to the end of the file) are no sizes of a fragment.
  if (!/^[ -~]{4}$/.test(type) || size < 8 || (type !== 'mdat' && size > wholeBoxLimitBytes)) {
    const shown = type.replaceAll(/[^ -~]/g, '?');
    throw new UnderstudyError(
      'generator_failed',
      `the output has a box '${shown}' of ${size} bytes: it must be fragmented MP4, no box but mdat above ${wholeBoxLimitBytes} bytes`,
    );
  }
  return { type, size };
}
