import { UnderstudyError } from '@understudy/errors';
import { asBuffer, boxAt, childBoxes } from './boxes.js';
import { in32Bits, timescaleOf, writeDuration } from './media-header.js';

/** Size, type, version, flags, and 32 bits of duration. */
const mehdBytes = 16;

/**
 * An initialization segment without a length as one that says how long the whole will be. A program that writes fragments does not
 * know, and writes 0: players of what grows then take what has come so far for the whole. `mehd` (ISO 14496-12 section 8.8.2) is what
 * Firefox and Media Source Extensions go by, the tracks' `mdhd` (section 8.4.2) what Chromium does where it is given the file itself.
 * @throws generator_failed where it is no initialization segment of fragments, or a damaged one
 */
export function withDuration(init: Uint8Array, seconds: number): Buffer {
  const before = asBuffer(init);
  const moov = childBoxes(before, 0, before.length, 'moov')[0];
  const mvhd = moov && boxAt(before, moov, 'mvhd');
  const mvex = moov && boxAt(before, moov, 'mvex');
  if (moov === undefined || mvhd === undefined || mvex === undefined)
    throw new UnderstudyError('generator_failed', 'the initialization segment is not one of fragments');
  const mehd = Buffer.alloc(mehdBytes);
  mehd.writeUInt32BE(mehdBytes, 0);
  mehd.write('mehd', 4, 'latin1');
  mehd.writeUInt32BE(in32Bits(seconds * timescaleOf(before, mvhd)), 12);
  const after = Buffer.concat([before.subarray(0, mvex.start), mehd, before.subarray(mvex.start)]);
  for (const { start, end } of [moov, mvex]) after.writeUInt32BE(end - start + 8 + mehdBytes, start - 8);
  // They stand before `mvex`, or behind it and have moved.
  const grown = { start: moov.start, end: moov.end + mehdBytes };
  for (const trak of childBoxes(after, grown.start, grown.end, 'trak')) {
    const mdhd = boxAt(after, trak, 'mdia', 'mdhd');
    if (mdhd !== undefined) writeDuration(after, mdhd, seconds);
  }
  return after;
}
