import { createHash } from 'node:crypto';
import type { PlannedSegment, SegmentPlan } from '@understudy/description';
import { childBoxes } from '../fmp4/boxes.js';
import { cutStream } from '../fmp4/cut-stream.js';
import { collect } from '../run/collect.js';
import { runProgram } from '../run/run-program.js';
import { expectThat } from './report.js';

const framesLimitBytes = 10_000_000;
const decodeStallMs = 60_000;

/** The bytes of one segment. */
export interface Made {
  readonly init: Buffer;
  readonly media: Buffer;
}

export const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** An initialization segment has `ftyp`, then `moov`, and nothing of the media. */
export function judgeInit(init: Buffer): void {
  expectThat(init.toString('latin1', 4, 8) === 'ftyp', "it does not begin with a box 'ftyp'");
  expectThat(childBoxes(init, 0, init.length, 'moov').length === 1, "it has no box 'moov'");
  for (const type of ['moof', 'mdat'])
    expectThat(
      childBoxes(init, 0, init.length, type).length === 0,
      `it has a box '${type}', which is of the media`,
    );
}

/** Whole fragments that begin with a key frame at the segment's first frame, and have all its frames. */
export async function judgeSegment({ init, media }: Made, plan: SegmentPlan, index: number): Promise<void> {
  async function* whole() {
    yield init;
    yield media;
  }
  for await (const _ of cutStream(whole(), { plan, from: index, to: index + 1 }));
}

/** A segment decodes by itself, behind the initialization segment, without a word of ffmpeg's. */
export async function judgeDecoding(
  { init, media }: Made,
  { index, frameCount }: PlannedSegment,
  signal: AbortSignal,
): Promise<void> {
  const decode = {
    program: 'ffmpeg',
    arguments: [
      '-v',
      'error',
      '-xerror',
      '-i',
      'pipe:0',
      '-map',
      '0:v:0',
      '-fps_mode',
      'passthrough',
      '-f',
      'framecrc',
      '-',
    ],
    input: Buffer.concat([init, media]),
    stallMs: decodeStallMs,
  };
  const lines = Buffer.from(await collect(runProgram(decode, signal), framesLimitBytes))
    .toString()
    .split('\n');
  const frames = lines.filter((line) => line !== '' && !line.startsWith('#')).length;
  expectThat(frames === frameCount, `of segment ${index} ${frames} of ${frameCount} frames can be decoded`);
}

/** RFC 8216 section 4.1: of any contiguous segments that last 0.5 to 1.5 target durations together. */
export function peakBitsPerSOf(made: readonly Made[], { segments }: SegmentPlan): number {
  const targetS = Math.max(1, Math.ceil(Math.max(...segments.map(({ durationS }) => durationS))));
  let peak = 0;
  for (const { index: first } of segments) {
    let [bits, seconds] = [0, 0];
    for (let last = first; last < made.length && seconds < 1.5 * targetS; last += 1) {
      bits += (made[last]?.media.length ?? 0) * 8;
      seconds += segments[last]?.durationS ?? 0;
      if (seconds >= 0.5 * targetS && seconds <= 1.5 * targetS) peak = Math.max(peak, bits / seconds);
    }
  }
  return peak;
}
