import { UnderstudyError } from '@understudy/errors';
import { asBuffer, type BoxContent, boxAt, childBoxes } from './boxes.js';
import { timescaleOf } from './media-header.js';

/** What an initialization segment says of its picture. */
export interface VideoTrack {
  readonly id: number;
  /** Ticks per second. */
  readonly timescale: number;
  readonly width: number;
  readonly height: number;
  /** As in RFC 6381 where it is AVC; otherwise the four characters of its sample entry. */
  readonly codec: string;
  /** Flags of samples that say nothing themselves (`trex`). */
  readonly defaultFlags: number;
}

/** Bytes of a `VisualSampleEntry` (ISO 14496-12 section 12.1.3) before its boxes. */
const visualEntryBytes = 78;

/**
 * The first picture track of an initialization segment, or of a `moov` box.
 * @throws generator_failed where there is none
 */
export function videoTrackOf(init: Uint8Array): VideoTrack {
  const buffer = asBuffer(init);
  const [moov] = childBoxes(buffer, 0, buffer.length, 'moov');
  for (const trak of moov === undefined ? [] : childBoxes(buffer, moov.start, moov.end, 'trak')) {
    const hdlr = boxAt(buffer, trak, 'mdia', 'hdlr');
    if (hdlr === undefined || buffer.toString('latin1', hdlr.start + 8, hdlr.start + 12) !== 'vide') continue;
    const track = readTrack(buffer, moov as BoxContent, trak);
    if (track !== undefined) return track;
  }
  throw new UnderstudyError('generator_failed', 'there is no picture track in the initialization segment');
}

function readTrack(buffer: Buffer, moov: BoxContent, trak: BoxContent): VideoTrack | undefined {
  const tkhd = boxAt(buffer, trak, 'tkhd');
  const mdhd = boxAt(buffer, trak, 'mdia', 'mdhd');
  const stsd = boxAt(buffer, trak, 'mdia', 'minf', 'stbl', 'stsd');
  if (tkhd === undefined || mdhd === undefined || stsd === undefined) return undefined;
  const id = buffer.readUInt32BE(tkhd.start + (buffer[tkhd.start] === 1 ? 20 : 12));
  const timescale = timescaleOf(buffer, mdhd);
  // Version, flags and count come before the first entry, whose header is that of a box.
  const entry = { start: stsd.start + 16, end: stsd.end };
  return {
    id,
    timescale,
    width: buffer.readUInt16BE(entry.start + 24),
    height: buffer.readUInt16BE(entry.start + 26),
    codec: codecOf(buffer, entry),
    defaultFlags: defaultFlagsOf(buffer, moov, id),
  };
}

function codecOf(buffer: Buffer, entry: BoxContent): string {
  const type = buffer.toString('latin1', entry.start - 4, entry.start);
  const [avcC] = childBoxes(buffer, entry.start + visualEntryBytes, entry.end, 'avcC');
  if (avcC === undefined) return type;
  // RFC 6381 section 3.3: profile, constraints and level, as they stand there.
  return `${type}.${buffer.toString('hex', avcC.start + 1, avcC.start + 4).toUpperCase()}`;
}

function defaultFlagsOf(buffer: Buffer, moov: BoxContent, trackId: number): number {
  const mvex = boxAt(buffer, moov, 'mvex');
  for (const trex of mvex === undefined ? [] : childBoxes(buffer, mvex.start, mvex.end, 'trex')) {
    if (buffer.readUInt32BE(trex.start + 4) === trackId) return buffer.readUInt32BE(trex.start + 20);
  }
  return 0;
}
