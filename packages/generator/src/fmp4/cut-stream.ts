import type { SegmentPlan } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import type { StreamPart } from '../generator.js';
import { boxParts } from './box-parts.js';
import { fragmentOf } from './fragment.js';
import { type VideoTrack, videoTrackOf } from './movie.js';

/** What is cut: all segments of a plan, or only those from one index up to (not including) another. */
export interface Cut {
  readonly plan: SegmentPlan;
  readonly from: number;
  readonly to: number;
}

/** How far a fragment may begin from where its segment does, in frames: times are rounded to a track's ticks. */
const toleranceFrames = 0.5;
/** Of the initialization segment, and of what stands before a `moof`: all else is passed on as it comes. */
const heldLimitBytes = 1_000_000;

/**
 * Cuts fragmented MP4 as it comes into its initialization segment and the segments of a plan: each begins with the fragment whose first
 * frame is the segment's first, which must be a key frame.
 * @throws generator_failed where a segment does not begin so, and at the end where frames are missing or too many
 */
export async function* cutStream(
  output: AsyncIterable<Uint8Array>,
  { plan, from, to }: Cut,
): AsyncGenerator<StreamPart> {
  const init: Uint8Array[] = [];
  let track: VideoTrack | undefined;
  let frames = 0;
  let index = from - 1;
  /** What stands before the `moof` that it belongs to. */
  let prefix: Uint8Array[] = [];
  let held = 0;
  const hold = (parts: Uint8Array[], bytes: Uint8Array) => {
    held += bytes.length;
    if (held > heldLimitBytes) throw failed(`more than ${heldLimitBytes} bytes come before a fragment`);
    parts.push(bytes);
  };
  for await (const { type, bytes } of boxParts(output)) {
    if (track === undefined) {
      if (type === 'moof' || type === 'mdat') throw failed(`it begins with '${type}', before any 'moov'`);
      hold(init, bytes);
      if (type !== 'moov') continue;
      track = read(() => videoTrackOf(bytes));
      held = 0;
      yield { piece: 'init', bytes: Buffer.concat(init) };
    } else if (type === 'moof') {
      const known = track;
      const fragment = read(() => fragmentOf(bytes, known));
      if (fragment !== undefined) {
        const frame = fragment.startS * plan.fps;
        const next = plan.segments[index + 1];
        if (index + 1 < to && next !== undefined && frame >= next.firstFrame - toleranceFrames) {
          if (Math.abs(frame - next.firstFrame) > toleranceFrames)
            throw failed(
              `segment ${next.index} begins at frame ${frame.toFixed(2)}, not at frame ${next.firstFrame}`,
            );
          if (!fragment.beginsWithKeyFrame)
            throw failed(`segment ${next.index} does not begin with a key frame`);
          index += 1;
        }
        frames += fragment.samples;
      }
      if (index < from) throw failed(`its first fragment is not segment ${from}`);
      yield { piece: index, bytes: Buffer.concat([...prefix, bytes]) };
      prefix = [];
      held = 0;
    } else if (type === 'mdat' && index >= from) yield { piece: index, bytes };
    else hold(prefix, bytes);
  }
  if (prefix.length > 0 && index >= from) yield { piece: index, bytes: Buffer.concat(prefix) };
  const expected = plan.segments.slice(from, to).reduce((sum, { frameCount }) => sum + frameCount, 0);
  if (index !== to - 1 || frames !== expected)
    throw failed(`it gave ${frames} of ${expected} frames, and ${index + 1 - from} of ${to - from} segments`);
}

/** Reads a box, which may say that it has more than it has. */
function read<T>(box: () => T): T {
  try {
    return box();
  } catch (error) {
    if (error instanceof RangeError) throw failed('a box is cut short', error);
    throw error;
  }
}

const failed = (what: string, cause?: unknown) =>
  new UnderstudyError(
    'generator_failed',
    `the output is not as planned: ${what}. Every segment begins with a fragment and a key frame of its own; a program that ` +
      'cannot do that makes one segment, with a `segmentDuration` of the whole',
    { cause },
  );
