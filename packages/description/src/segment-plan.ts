import { type FrameRate, unitFrames } from './frame-rate.js';
import { programOf } from './program.js';
import type { Description } from './schema.js';

export interface PlannedSegment {
  readonly index: number;
  /** Of the whole video, from 0. */
  readonly firstFrame: number;
  readonly frameCount: number;
  readonly startS: number;
  readonly durationS: number;
}

export interface SegmentPlan {
  readonly fps: FrameRate;
  readonly totalFrames: number;
  readonly durationS: number;
  readonly segmentCount: number;
  readonly segments: readonly PlannedSegment[];
}

/** Short, so that a takeover in the first second has little to make again; one unit at 24 fps is longer already. */
const firstSegmentFrames = 32;

/**
 * What a viewer waits for when a worker is taken over is a segment being made again, so this is what bounds it. A run costs
 * 0.1 s of CPU to start, spread over its frames, so a segment is not made shorter than that asks for.
 */
const segmentMakingMs = 1_000;
/** A frame of 1280×720 takes about 10 ms of one core, one of 640×360 about 4 ms: see docs/decisions/0003-segment-length.md. */
const msPerFrame = 2.2;
const msPerPixel = 8.6e-6;
/** However quick its frames are: players load, seek and switch by segments. */
const maxSegmentS = 8;
/** Of a program, where its description says nothing. */
const programSegmentS = 2;

/**
 * Cuts a video into segments. Every segment but the last is a whole number of video frames and of AAC frames. After the first,
 * they are the fewest that are none too long, and of about the same length.
 */
export function planSegments(
  description: Pick<Description, 'width' | 'height' | 'fps' | 'scenes'>,
): SegmentPlan {
  const fps = description.fps;
  const totalFrames = sceneFrameCounts(description).reduce((sum, count) => sum + count, 0);
  const program = programOf(description);
  if (program !== undefined) return evenPlan(fps, totalFrames, program.segmentDuration);
  const unit = unitFrames(fps);
  const longest = longestSegmentFrames(description);
  const segments: PlannedSegment[] = [];
  let firstFrame = 0;
  while (firstFrame < totalFrames) {
    const index = segments.length;
    const left = totalFrames - firstFrame;
    const wanted = index === 0 ? wholeUnits(firstSegmentFrames, unit) : evenShare(left, longest, unit);
    const frameCount = Math.min(wanted, left);
    segments.push({ index, firstFrame, frameCount, startS: firstFrame / fps, durationS: frameCount / fps });
    firstFrame += frameCount;
  }
  return { fps, totalFrames, durationS: totalFrames / fps, segmentCount: segments.length, segments };
}

/** Segments of one length, the last may be shorter: what a program is told, and what one that knows no segments can be made to do. */
function evenPlan(fps: FrameRate, totalFrames: number, segmentS = programSegmentS): SegmentPlan {
  const frames = Math.max(1, Math.round(segmentS * fps));
  const segments = Array.from({ length: Math.ceil(totalFrames / frames) }, (_, index) => {
    const firstFrame = index * frames;
    const frameCount = Math.min(frames, totalFrames - firstFrame);
    return { index, firstFrame, frameCount, startS: firstFrame / fps, durationS: frameCount / fps };
  });
  return { fps, totalFrames, durationS: totalFrames / fps, segmentCount: segments.length, segments };
}

/** In whole units; at 24 fps a unit is 64 frames, whatever they cost. */
export function longestSegmentFrames({
  width,
  height,
  fps,
}: Pick<Description, 'width' | 'height' | 'fps'>): number {
  const unit = unitFrames(fps);
  const byCost = segmentMakingMs / (msPerFrame + msPerPixel * width * height);
  return Math.max(
    unit,
    Math.floor(Math.min(Math.round(byCost / unit) * unit, maxSegmentS * fps) / unit) * unit,
  );
}

/** The next of the fewest segments that `left` frames can be cut into. */
function evenShare(left: number, longest: number, unit: number): number {
  const count = Math.ceil(left / longest);
  return count === 1 ? left : wholeUnits(left / count, unit);
}

/** Frames of each scene: its duration times the frame rate, rounded to the nearest whole number (halves up), at least 1. */
export function sceneFrameCounts(description: Pick<Description, 'fps' | 'scenes'>): readonly number[] {
  return description.scenes.map((scene) => Math.max(1, Math.round(scene.duration * description.fps)));
}

function wholeUnits(frames: number, unit: number): number {
  return Math.max(1, Math.round(frames / unit)) * unit;
}
