import { parseDescription, planSegments } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import fc from 'fast-check';
import { expect } from 'vitest';
import { BoxScanner } from '../../packages/generator/src/fmp4/box-scanner.js';
import { cutStream } from '../../packages/generator/src/fmp4/cut-stream.js';
import { keyFrameGapS } from '../../packages/generator-ffmpeg/src/library/key-frame-gap.js';
import { clipFacts } from '../../packages/generator-ffmpeg/src/library/probe-clip.js';
import { clipLimits } from '../../packages/generator-ffmpeg/src/testing/clips-by-path.js';
import { cutBytes, cuts, mutatedBytes } from './arbitraries/bytes.js';
import { fromParts } from './arbitraries/texts.js';
import { fuzz, unlessRefused } from './fuzz.js';

/** ISO 14496-12 section 4.2. */
function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(8, type.padStart(8));
  const length = content.reduce((sum, each) => sum + each.length, 8);
  header.writeUInt32BE(length, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, ...content]);
}
const words = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, 4 * index);
  });
  return bytes;
};
const frames = 30;
const moov = box(
  'moov',
  box(
    'trak',
    box('tkhd', words(0, 0, 0, 1, 0, 0)),
    box(
      'mdia',
      box('mdhd', words(0, 0, 0, frames, 0)),
      box('hdlr', words(0, 0), Buffer.from('vide'), words(0, 0, 0)),
      box(
        'minf',
        box('stbl', box('stsd', words(0, 1), box('avc1', Buffer.alloc(78), box('avcC', words(0x01640020))))),
      ),
    ),
  ),
  box('mvex', box('trex', words(0, 1, 1, 0, 0, 0))),
);
const fragment = (start: number) =>
  Buffer.concat([
    box(
      'moof',
      box('traf', box('tfhd', words(0, 1)), box('tfdt', words(0, start)), box('trun', words(0, frames))),
    ),
    box('mdat', Buffer.alloc(100, 7)),
  ]);
const plan = planSegments(
  parseDescription({
    ...{ title: 'x', width: 64, height: 64, fps: frames },
    scenes: [{ duration: 4, source: { type: 'program', name: 'x', segmentDuration: 1 } }],
  }),
);
const stream = Buffer.concat([
  box('ftyp', Buffer.from('iso5')),
  moov,
  ...Array.from({ length: 4 }, (_, second) => fragment(second * frames)),
]);

async function cutUp(pieces: readonly Buffer[]) {
  async function* coming() {
    yield* pieces;
  }
  const given: Buffer[] = [];
  try {
    for await (const { bytes } of cutStream(coming(), { plan, from: 0, to: plan.segmentCount }))
      given.push(Buffer.from(bytes));
    return { refused: false, bytes: Buffer.concat(given) };
  } catch (error) {
    expect(error).toMatchObject({ code: 'generator_failed' });
    return { refused: true, bytes: undefined };
  }
}

// What a program writes is given on to the byte, or refused, however it comes in pieces.
fuzz(
  'program-output',
  fc.record({ bytes: mutatedBytes(fc.constant(stream), 2), where: cuts }),
  async ({ bytes, where }) => {
    const whole = await cutUp([bytes]);
    expect(await cutUp(cutBytes(bytes, where))).toEqual(whole);
    if (bytes.equals(stream)) expect(whole.refused).toBe(false);
    if (!whole.refused) expect(whole.bytes?.equals(bytes)).toBe(true);
    const scanned = (pieces: readonly Buffer[]) =>
      unlessRefused(() => {
        const scanner = new BoxScanner();
        return pieces.flatMap((piece) => scanner.push(piece).map(({ type, end }) => `${type} ${end}`));
      }, 'generator_failed');
    expect(scanned(cutBytes(bytes, where))).toEqual(scanned([bytes]));
  },
  { shortInputs: 60 },
);

const probes = fc.record({
  streams: fc.array(
    fc.record({
      codec_type: fc.constantFrom('video', 'audio', 'data'),
      start_time: fc.constantFrom('0.000', '-1', 'N/A'),
      duration: fc.constantFrom('5.0', '1e308', 'N/A'),
      time_base: fc.constantFrom('1/48000', '0/0'),
      sample_rate: fc.constantFrom('48000', '0', '-1'),
      disposition: fc.record({ attached_pic: fc.constantFrom(0, 1) }),
    }),
    { maxLength: 4 },
  ),
  format: fc.record({
    format_name: fc.constantFrom('mov,mp4', 'mpegts', 'hls'),
    duration: fc.constantFrom('5', 'nan'),
  }),
});

// A clip may say anything of itself, as ffprobe shows it: what is taken for a number is one.
fuzz(
  'clips',
  fc.record({ probe: probes, csv: fromParts(['1.5', ',', 'K_', '\n', 'N/A', '-', '1e999', 'nan', '\r']) }),
  async ({ probe, csv }) => {
    const facts = clipFacts('x', probe as never, clipLimits);
    if (facts instanceof UnderstudyError) return expect(facts.code).toBe('clip_refused');
    const { durationS, pictureLeadInS = 0, audio } = facts;
    for (const number of [durationS, pictureLeadInS, audio?.sampleRateHz ?? 0, audio?.startSample ?? 0])
      expect(Number.isFinite(number)).toBe(true);
    async function* coming() {
      yield Buffer.from(csv);
    }
    expect(await keyFrameGapS(coming())).toBeGreaterThanOrEqual(0);
  },
);
