import { planSegments, type Rendered, shownSize } from '@understudy/description';
import type { StreamFacts } from '@understudy/generator';
import { avcLevelIdc } from './avc-level.js';

/** What a rendition may have on average; a moving pattern of 8-pixel cells is that dense, photographs are a third of it. */
const renditionBitsPerPixel = 0.15;
/** Below this, sound and headers are most of it anyway. */
const leastVideoBitsPerS = 200_000;
/** How long a rendition may go above its rate. Short, because each segment begins with this much in hand. */
const bufferS = 0.5;
/** x264 begins with its buffer this full. */
const bufferFullness = 0.9;
/** The video itself has a quality, and no limit of the bit rate. The densest of the bundled sources (`life` in cells of 4 pixels) has 0.28. */
const videoBitsPerPixel = 0.4;
/** AAC of 128 kbit/s and its peaks; a fragment's headers are 0.2 kB, and there are up to five a second. */
const soundAndHeadersBitsPerS = 200_000;

/** A limit of the bit rate, as the encoder takes it. */
export interface RateLimit {
  readonly bitsPerS: number;
  readonly bufferBits: number;
}

/** Undefined for the video itself, which has none. */
export function rateLimitOf({ fps, rendition }: Rendered): RateLimit | undefined {
  if (rendition === undefined) return undefined;
  const bitsPerS = Math.max(
    leastVideoBitsPerS,
    Math.ceil((rendition.width * rendition.height * fps * renditionBitsPerPixel) / 1_000) * 1_000,
  );
  return { bitsPerS, bufferBits: bitsPerS * bufferS };
}

/** The encoder's `level_idc`. */
export function levelIdcOf(description: Rendered): number {
  const { width, height } = shownSize(description);
  return avcLevelIdc(width, height, description.fps, rateLimitOf(description)?.bitsPerS ?? 0);
}

/** What a player is told of a video or a rendition before any of it is made. */
export function streamFactsOf(description: Rendered): StreamFacts {
  const { width, height } = shownSize(description);
  const level = levelIdcOf(description).toString(16).padStart(2, '0').toUpperCase();
  return {
    // RFC 6381 section 3.3: High profile without constraints, then the level; AAC-LC.
    codecs: `avc1.6400${level},mp4a.40.2`,
    peakBitsPerS: Math.ceil(peakVideoBitsPerS(description, width * height) + soundAndHeadersBitsPerS),
  };
}

function peakVideoBitsPerS(description: Rendered, pixels: number): number {
  const limit = rateLimitOf(description);
  if (limit === undefined) return pixels * description.fps * videoBitsPerPixel;
  return limit.bitsPerS + limit.bufferBits * bufferFullness * mostSegmentsPerS(description);
}

/**
 * Every segment is a run of its own and begins with a full buffer, so short ones may have a higher rate. RFC 8216 section 4.1: the
 * peak is that of any contiguous segments that last 0.5 to 1.5 target durations together.
 */
function mostSegmentsPerS(description: Rendered): number {
  const { segments } = planSegments(description);
  const targetS = Math.max(1, Math.ceil(Math.max(...segments.map(({ durationS }) => durationS))));
  let most = 1 / Math.max(...segments.map(({ durationS }) => durationS));
  for (const { index: first } of segments) {
    let togetherS = 0;
    for (let last = first; last < segments.length && togetherS < 1.5 * targetS; last += 1) {
      togetherS += segments[last]?.durationS ?? 0;
      const counts = togetherS >= 0.5 * targetS && togetherS <= 1.5 * targetS;
      if (counts) most = Math.max(most, (last - first + 1) / togetherS);
    }
  }
  return most;
}
