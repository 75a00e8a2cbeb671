import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aacFrameSamples,
  frameRates,
  longestSegmentFrames,
  planSegments,
  samplesPerFrame,
  sceneFrameCounts,
  unitFrames,
} from './index.js';

const anyTimeline = fc.record({
  width: fc.integer({ min: 64, max: 1920 }),
  height: fc.integer({ min: 64, max: 1080 }),
  fps: fc.constantFrom(...frameRates),
  scenes: fc.array(
    fc.record({
      duration: fc.double({ min: 0.25, max: 120, noNaN: true }),
      source: fc.constant({ type: 'still' as const, color: '#000000' }),
    }),
    { minLength: 1, maxLength: 15 },
  ),
});

test('the units are the fewest frames that are whole in both', () => {
  expect(frameRates.map(unitFrames)).toEqual([64, 8, 16, 16, 32]);
});

test('segments follow each other without a gap and cover the video', () => {
  fc.assert(
    fc.property(anyTimeline, (timeline) => {
      const plan = planSegments(timeline);
      let next = 0;
      plan.segments.forEach((segment, index) => {
        expect(segment).toMatchObject({ index, firstFrame: next, startS: next / plan.fps });
        expect(segment.frameCount).toBeGreaterThan(0);
        next += segment.frameCount;
      });
      expect(next).toBe(plan.totalFrames);
      expect(plan.totalFrames).toBe(sceneFrameCounts(timeline).reduce((a, b) => a + b));
      expect(plan.segmentCount).toBe(plan.segments.length);
    }),
  );
});

test('every segment but the last is whole in AAC frames, and none is longer than it may be', () => {
  fc.assert(
    fc.property(anyTimeline, (timeline) => {
      const { fps, segments } = planSegments(timeline);
      for (const { frameCount } of segments.slice(0, -1)) {
        expect((frameCount * samplesPerFrame(fps)) % aacFrameSamples).toBe(0);
      }
      const longest = longestSegmentFrames(timeline);
      for (const { frameCount } of segments) expect(frameCount).toBeLessThanOrEqual(longest);
    }),
  );
});

test.each([
  [1920, 1080, 30, 48],
  [1280, 720, 30, 96],
  [1280, 720, 24, 128],
  [1280, 720, 25, 96],
  [1280, 720, 60, 96],
  [854, 480, 30, 176],
  [640, 360, 30, 240],
  [640, 360, 60, 224],
  [640, 360, 24, 192],
] as const)('a segment of %d×%d at %d fps has at most %d frames', (width, height, fps, frames) => {
  expect(longestSegmentFrames({ width, height, fps })).toBe(frames);
});

test('the plan of 24 s at 30 fps, by eye', () => {
  const scenes = [{ duration: 24, source: { type: 'still' as const, color: '#000000' } }];
  expect(
    planSegments({ width: 1280, height: 720, fps: 30, scenes }).segments.map((each) => each.frameCount),
  ).toEqual([32, 80, 80, 96, 80, 96, 80, 96, 80]);
});

test('a duration is rounded to the nearest frame', () => {
  const scene = (duration: number) => ({ duration, source: { type: 'still' as const, color: '#000000' } });
  expect(sceneFrameCounts({ fps: 25, scenes: [0.25, 1.019, 1.021, 2.4].map(scene) })).toEqual([
    6, 25, 26, 60,
  ]);
});
