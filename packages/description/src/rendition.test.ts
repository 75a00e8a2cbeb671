import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Description, planSegments, renderedAt, shownSize } from './index.js';

const described = (width: number, height: number): Description => ({
  title: 'x',
  width,
  height,
  fps: 30,
  scenes: [{ duration: 20, source: { type: 'still', color: '#000000' } }],
});

test.each([
  [1920, 1080, 720, 1280],
  [1920, 1080, 480, 854],
  [1280, 720, 360, 640],
  [1280, 720, 720, 1280],
  [640, 480, 360, 480],
  [608, 1080, 360, 202],
  [64, 1080, 360, 22],
] as const)('%d×%d at %d lines is %d wide', (width, height, lines, wide) => {
  expect(shownSize(renderedAt(described(width, height), lines))).toEqual({ width: wide, height: lines });
});

test('nothing is made larger', () => {
  expect(() => renderedAt(described(854, 480), 720)).toThrow(expect.objectContaining({ code: 'not_found' }));
  expect(shownSize(described(854, 480))).toEqual({ width: 854, height: 480 });
});

test('sides are even, the aspect is within a pixel, and segments are those of the video', () => {
  const side = fc.integer({ min: 32, max: 540 }).map((half) => half * 2);
  fc.assert(
    fc.property(side, side, fc.constantFrom(1080, 720, 480, 360), (width, height, lines) => {
      fc.pre(lines <= height);
      const rendered = renderedAt(described(width, height), lines);
      const shown = shownSize(rendered);
      expect(shown.width % 2).toBe(0);
      expect(Math.abs(shown.width - (width * lines) / height)).toBeLessThanOrEqual(1);
      expect(planSegments(rendered)).toEqual(planSegments(described(width, height)));
    }),
  );
});
