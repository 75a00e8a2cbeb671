import { expect, test } from 'vitest';
import { Qualities } from './qualities.js';

test('a choice is passed on once, and one of nothing is none', () => {
  const told: string[] = [];
  const chosen: number[] = [];
  const qualities = new Qualities();
  for (const name of ['offered', 'change']) qualities.addEventListener(name, () => told.push(name));
  qualities.choose(1);
  qualities.offer(
    [1080, 720, 360].map((height) => ({ width: height, height, bitrate: height })),
    (index) => chosen.push(index),
  );
  for (const index of [0, 1, 1, 3, -2, -1]) qualities.choose(index);
  expect(chosen).toEqual([0, 1, -1]);
  expect(qualities.chosen).toBe(-1);
  expect(told).toEqual(['offered', 'change', 'change', 'change']);
});
