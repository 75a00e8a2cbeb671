import { type FrameRate, unitFrames } from './frame-rate.js';
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
 * A run costs 0.1 s of CPU to start, spread over this many frames, and a takeover makes as many again while a viewer
 * waits. CPU of all runs against one run for the whole, for the four examples: 1.13 to 1.36 with 64 frames, 1.08 to
 * 1.20 with 96, 1.07 to 1.19 with 128; 96 frames of 720p take 0.7 to 1 s on one core.
 */
const normalSegmentFrames = 96;

/**
 * Cuts a video into segments. Every segment but the last is a whole number of video frames and of AAC frames, and none is
 * longer than a normal one: what a takeover makes again is bounded by it.
 */
export function planSegments(description: Pick<Description, 'fps' | 'scenes'>): SegmentPlan {
  const fps = description.fps;
  const totalFrames = sceneFrameCounts(description).reduce((sum, count) => sum + count, 0);
  const unit = unitFrames(fps);
  const first = wholeUnits(firstSegmentFrames, unit);
  const normal = wholeUnits(normalSegmentFrames, unit);
  const segments: PlannedSegment[] = [];
  let firstFrame = 0;
  while (firstFrame < totalFrames) {
    const index = segments.length;
    const left = totalFrames - firstFrame;
    const frameCount = Math.min(left, index === 0 ? first : nextFrameCount(left, normal, unit));
    segments.push({ index, firstFrame, frameCount, startS: firstFrame / fps, durationS: frameCount / fps });
    firstFrame += frameCount;
  }
  return { fps, totalFrames, durationS: totalFrames / fps, segmentCount: segments.length, segments };
}

/** A rest too short to be worth a run is avoided: the last two segments are then of about the same length. */
function nextFrameCount(left: number, normal: number, unit: number): number {
  const rest = left - normal;
  return rest > 0 && rest < normal / 3 ? wholeUnits(left / 2, unit) : normal;
}

/** Frames of each scene: its duration times the frame rate, rounded to the nearest whole number (halves up), at least 1. */
export function sceneFrameCounts(description: Pick<Description, 'fps' | 'scenes'>): readonly number[] {
  return description.scenes.map((scene) => Math.max(1, Math.round(scene.duration * description.fps)));
}

function wholeUnits(frames: number, unit: number): number {
  return Math.max(1, Math.round(frames / unit)) * unit;
}
