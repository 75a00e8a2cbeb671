import { type Description, type Scene, samplesPerFrame, sceneFrameCounts } from '@understudy/description';
import { restartFrames } from '../sources/restart.js';

/** Frames of one scene that are drawn by one chain of filters. */
export interface VideoPart {
  readonly scene: Scene;
  readonly sceneFrames: number;
  /** Within the scene. */
  readonly firstFrame: number;
  readonly frameCount: number;
}

/** Sound of one scene (or of none, past the end of the video). */
export interface AudioPart {
  readonly scene: Scene | undefined;
  readonly sceneIndex: number;
  readonly sceneSamples: number;
  /** Within the scene. */
  readonly firstSample: number;
  readonly sampleCount: number;
}

/** Cuts frames `firstFrame` to `firstFrame + frameCount` of the video at scene boundaries and where a source starts over. */
export function videoParts(description: Description, firstFrame: number, frameCount: number): VideoPart[] {
  const parts: VideoPart[] = [];
  for (const piece of overlaps(sceneFrameCounts(description), firstFrame, frameCount)) {
    const scene = description.scenes[piece.index] as Scene;
    const period = restartFrames(scene.source);
    for (let first = piece.first; first < piece.end; ) {
      const end = Math.min(piece.end, (Math.floor(first / period) + 1) * period);
      parts.push({ scene, sceneFrames: piece.length, firstFrame: first, frameCount: end - first });
      first = end;
    }
  }
  return parts;
}

/** Cuts samples `firstSample` to `firstSample + sampleCount` at scene boundaries; what lies past the end is silence. */
export function audioParts(description: Description, firstSample: number, sampleCount: number): AudioPart[] {
  const perFrame = samplesPerFrame(description.fps);
  const lengths = sceneFrameCounts(description).map((frames) => frames * perFrame);
  const pastEnd = lengths.length;
  return overlaps([...lengths, Number.MAX_SAFE_INTEGER], firstSample, sampleCount).map((piece) => ({
    scene: piece.index === pastEnd ? undefined : description.scenes[piece.index],
    sceneIndex: piece.index,
    sceneSamples: piece.length,
    firstSample: piece.first,
    sampleCount: piece.end - piece.first,
  }));
}

/** Where the range meets intervals of these lengths laid end to end; `first` and `end` within the interval. */
function overlaps(lengths: readonly number[], rangeStart: number, rangeLength: number) {
  const pieces: { index: number; length: number; first: number; end: number }[] = [];
  let start = 0;
  lengths.forEach((length, index) => {
    const first = Math.max(0, rangeStart - start);
    const end = Math.min(length, rangeStart + rangeLength - start);
    if (first < end) pieces.push({ index, length, first, end });
    start += length;
  });
  return pieces;
}
