import type { Door } from './door.js';

/** What is attacked: the cluster behind its router, or the machines behind nginx. */
export interface Side {
  readonly door: Door;
  /** Complete ones: attackers go for others. */
  readonly viewersVideos: readonly string[];
  /** Gives a video that nobody has seen. Rejects where that is refused. */
  newVideo(title: string): Promise<string>;
  /** CPU seconds that all its processes have used. */
  cpuSeconds(): Promise<number>;
  dispose(): Promise<void>;
}

/** Of small pictures, so that a machine of two cores makes many at once. */
export function usualVideo(title: string, seconds = newVideoSeconds) {
  const source = { type: 'testcard', card: 'testsrc2' };
  const audio = { type: 'tone', frequencyHz: 440 };
  return { title, width: 128, height: 72, fps: 24, scenes: [{ duration: seconds, source, audio }] };
}

/** Large pictures of what costs most to draw. */
export function dearVideo(title: string, seconds: number) {
  const source = { type: 'mandelbrot', seed: 1 };
  return { title, width: 1280, height: 720, fps: 30, scenes: [{ duration: seconds, source }] };
}

/** Of a video that viewers play while it is made: short, so that many begin. */
const newVideoSeconds = 8;
/** What `usualVideo` has. */
export const viewersBytesPerS = 33_000;

/** What is complete before anybody comes: first what attackers play, one that is long and one that is short, then what viewers play. */
export const completeVideos = [60, 3, 16, 16, 16, 16, 16, 16].map((seconds, index) =>
  usualVideo(`complete ${index}`, seconds),
);
export const attackersVideos = 2;
