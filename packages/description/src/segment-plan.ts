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
 * What a run of its own costs (0.1 s of CPU to start) is spread over this many frames; what a takeover makes again,
 * while a viewer waits, is as long. Measured at 720p: see docs/decisions.
 */
const normalSegmentFrames = 96;

/**
 * Cuts a video into segments. Every segment but the last is a whole number of video frames and of AAC frames; a rest
 * shorter than a third of a normal segment joins the segment before it.
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
    const wanted = index === 0 ? first : normal;
    const left = totalFrames - firstFrame;
    const frameCount = left - wanted < normal / 3 ? left : wanted;
    segments.push({ index, firstFrame, frameCount, startS: firstFrame / fps, durationS: frameCount / fps });
    firstFrame += frameCount;
  }
  return { fps, totalFrames, durationS: totalFrames / fps, segmentCount: segments.length, segments };
}

/** Frames of each scene: its duration times the frame rate, rounded to the nearest whole number (halves up), at least 1. */
export function sceneFrameCounts(description: Pick<Description, 'fps' | 'scenes'>): readonly number[] {
  return description.scenes.map((scene) => Math.max(1, Math.round(scene.duration * description.fps)));
}

function wholeUnits(frames: number, unit: number): number {
  return Math.max(1, Math.round(frames / unit)) * unit;
}
