import { descriptionDigest, parseDescription, planSegments } from '@understudy/description';
import { expect, test } from 'vitest';
import { composeDescription } from './compose-description.js';
import { themes } from './compose-request.js';

const wish = { title: 'T', width: 640, height: 360, fps: 25, theme: 'mixed' } as const;

test('what is composed is valid and lasts as long as was asked for', () => {
  for (const theme of themes) {
    for (const durationS of [1, 2.5, 20, 599.96, 600]) {
      const description = composeDescription({ ...wish, theme, durationS }, 7);
      expect(parseDescription(description)).toEqual(description);
      const halfFrameS = 0.5 / wish.fps;
      expect(Math.abs(planSegments(description).durationS - durationS)).toBeLessThan(halfFrameS + 1e-9);
    }
  }
});

test('a seed gives one description, another seed another', () => {
  const digestOf = (seed: number) => descriptionDigest(composeDescription({ ...wish, durationS: 10 }, seed));
  expect(digestOf(5)).toBe(digestOf(5));
  expect(new Set(Array.from({ length: 500 }, (_, seed) => digestOf(seed))).size).toBe(500);
});
