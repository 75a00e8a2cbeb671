import {
  aacFrameSamples,
  type PlannedSegment,
  type Rendered,
  sampleRateHz,
  samplesPerFrame,
} from '@understudy/description';
import { audioGraph } from './audio-graph.js';
import { Inputs } from './inputs.js';
import { levelIdcOf, rateLimitOf } from './stream-facts.js';
import { type GraphContext, videoGraph } from './video-graph.js';

/** AAC frames encoded before a segment and thrown away: with fewer than 4 a join could be ten times worse than the inside. */
const leadInFrames = 4;
/** And after it, so that the encoder's window has what follows. */
const leadOutFrames = 2;

/**
 * Fragments: short in the first segment, so that playing starts soon; later ones cost 0.2 kB each and must not make the
 * stream pause for long.
 */
const firstFragmentUs = 200_000;
const laterFragmentUs = 400_000;

/** Anything below gives other bytes, so it is all of the fingerprint. */
export const encoderArguments: readonly string[] = [
  // Another thread count gives other bytes; SIMD levels do not with cpu-independent=1.
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-threads:v', '1'],
  ...['-x264-params', 'cpu-independent=1'],
  // One closed GOP, whatever is drawn: no key frame but the first, no picture that refers to another segment.
  ...['-g', '9999', '-keyint_min', '9999', '-sc_threshold', '0', '-bf', '0'],
  // The default coder and the tools that are off here make a frame depend on more of its past than the lead-in.
  ...['-c:a', 'aac', '-b:a', '128k', '-ar', String(sampleRateHz), '-ac', '2', '-threads:a', '1'],
  ...['-aac_coder', 'fast', '-aac_tns', '0', '-aac_pns', '0', '-aac_is', '0', '-aac_ms', '0'],
  ...['-flags', '+bitexact', '-fflags', '+bitexact', '-map_metadata', '-1'],
];

/**
 * A rendition is for those who cannot have more, so its bit rate has a limit. With a limit of its own x264 would raise the level that the
 * playlist has told.
 */
function renditionArguments(description: Rendered): string[] {
  const limit = rateLimitOf(description);
  if (limit === undefined) return [];
  return [
    ...['-maxrate:v', String(limit.bitsPerS), '-bufsize:v', String(limit.bufferBits)],
    ...['-level:v', String(levelIdcOf(description))],
  ];
}

const muxerArguments: readonly string[] = [
  '-movflags',
  'empty_moov+default_base_moof+frag_keyframe+frag_discont+skip_trailer+delay_moov',
];

/** ffmpeg's arguments for one segment on its standard output: initialization bytes, then fragments. */
export function segmentArguments(
  description: Rendered,
  segment: PlannedSegment,
  context: GraphContext,
): string[] {
  const sound = soundOf(description, segment);
  const leadStart = Math.max(0, sound.start - leadInFrames * aacFrameSamples);
  const leadEnd = sound.end + leadOutFrames * aacFrameSamples;
  const inputs = new Inputs(context.clipLimits);
  const graph = [
    videoGraph(description, segment.firstFrame, segment.frameCount, context, inputs),
    audioGraph(description, leadStart, leadEnd - leadStart, context.findClip, inputs),
  ];
  return [
    ...beforeInputs,
    ...inputs.arguments,
    ...['-filter_complex', graph.join(';'), '-map', '[v]', '-map', '[a]'],
    ...encoderArguments,
    ...renditionArguments(description),
    ...['-fps_mode', 'passthrough', '-enc_time_base:v', `1:${description.fps}`],
    // 512 ticks per frame: a time scale that does not depend on what the muxer makes of the rate.
    ...['-video_track_timescale', String(512 * description.fps)],
    ...['-bsf:a', `noise=drop='lt(pts,${sound.start})+gte(pts,${sound.end})'`],
    ...muxerArguments,
    ...['-frag_duration', String(segment.index === 0 ? firstFragmentUs : laterFragmentUs)],
    // Sequence numbers must rise over the whole file; a fragment has at least one frame, so this range is enough.
    ...['-fragment_index', String(segment.firstFrame + 1)],
    ...['-f', 'mp4', 'pipe:1'],
  ];
}

/** How many samples of each track a segment has: video frames, AAC frames. */
export function expectedSamples(description: Rendered, segment: PlannedSegment) {
  const sound = soundOf(description, segment);
  return {
    video: segment.frameCount,
    audio: Math.ceil(sound.end / aacFrameSamples) - Math.ceil(sound.start / aacFrameSamples),
  };
}

/** The samples of sound that belong to a segment; both ends are AAC frame boundaries but for the end of the video. */
function soundOf(description: Rendered, segment: PlannedSegment): { start: number; end: number } {
  const perFrame = samplesPerFrame(description.fps);
  return {
    start: segment.firstFrame * perFrame,
    end: (segment.firstFrame + segment.frameCount) * perFrame,
  };
}

/** `-copyts -start_at_zero`: a clip's frames keep the clip's own time, counted from its beginning, also after a seek. */
export const beforeInputs: readonly string[] = [
  ...['-nostdin', '-hide_banner', '-v', 'error'],
  ...['-filter_complex_threads', '1', '-filter_threads', '1', '-copyts', '-start_at_zero'],
];
