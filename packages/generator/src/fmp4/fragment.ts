import { asBuffer, boxAt, childBoxes } from './boxes.js';
import type { VideoTrack } from './movie.js';

/** What a `moof` box says of a track's samples. */
export interface Fragment {
  /** When the first is decoded, in seconds. */
  readonly startS: number;
  readonly samples: number;
  /** Whether the first is a key frame. */
  readonly beginsWithKeyFrame: boolean;
}

const isNotSync = 0x1_0000;

/** The samples of `track` in a `moof` box (ISO 14496-12 section 8.8); undefined where it has none. */
export function fragmentOf(moof: Uint8Array, track: VideoTrack): Fragment | undefined {
  const buffer = asBuffer(moof);
  for (const traf of childBoxes(buffer, 8, buffer.length, 'traf')) {
    const tfhd = boxAt(buffer, traf, 'tfhd');
    const tfdt = boxAt(buffer, traf, 'tfdt');
    if (tfhd === undefined || tfdt === undefined || buffer.readUInt32BE(tfhd.start + 4) !== track.id)
      continue;
    const runs = childBoxes(buffer, traf.start, traf.end, 'trun');
    const first = runs[0];
    if (first === undefined) continue;
    const ticks =
      buffer[tfdt.start] === 1
        ? Number(buffer.readBigUInt64BE(tfdt.start + 4))
        : buffer.readUInt32BE(tfdt.start + 4);
    const flags =
      firstSampleFlags(buffer, first.start) ?? defaultFlags(buffer, tfhd.start) ?? track.defaultFlags;
    return {
      startS: ticks / track.timescale,
      samples: runs.reduce((sum, { start }) => sum + buffer.readUInt32BE(start + 4), 0),
      beginsWithKeyFrame: (flags & isNotSync) === 0,
    };
  }
  return undefined;
}

/** Of a track run (section 8.8.8), where it says so itself. */
function firstSampleFlags(buffer: Buffer, trun: number): number | undefined {
  const flags = buffer.readUIntBE(trun + 1, 3);
  let at = trun + 8 + (flags & 0x1 ? 4 : 0);
  if (flags & 0x4) return buffer.readUInt32BE(at);
  if (!(flags & 0x400)) return undefined;
  at += (flags & 0x100 ? 4 : 0) + (flags & 0x200 ? 4 : 0);
  return buffer.readUInt32BE(at);
}

/** Of a track fragment header (section 8.8.7). */
function defaultFlags(buffer: Buffer, tfhd: number): number | undefined {
  const flags = buffer.readUIntBE(tfhd + 1, 3);
  if (!(flags & 0x20)) return undefined;
  const before = [0x1, 0x2, 0x8, 0x10].reduce(
    (sum, bit) => sum + (flags & bit ? (bit === 0x1 ? 8 : 4) : 0),
    0,
  );
  return buffer.readUInt32BE(tfhd + 8 + before);
}
