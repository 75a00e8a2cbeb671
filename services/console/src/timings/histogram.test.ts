import { expect, test } from 'vitest';
import { addHistograms, countedSince, quantileOf, totalOf } from './histogram.js';

const bounds = [1, 2, 4];

test('percentiles are those of the added buckets, not the mean of percentiles', () => {
  const quick = { bounds, counts: [98, 0, 0, 0] };
  const slow = { bounds, counts: [0, 0, 2, 0] };
  const both = addHistograms([quick, slow]);
  expect(both).toEqual({ bounds, counts: [98, 0, 2, 0] });
  expect(quantileOf(both, 0.5)).toBeLessThan(1);
  // The mean of the two would be about 2.
  expect(quantileOf(both, 0.95)).toBeLessThan(1);
  expect(quantileOf(both, 0.99)).toBe(3);
});

test.each([
  ['nothing counted', [0, 0, 0, 0], 0.5, null],
  ['evenly within a bucket', [0, 4, 0, 0], 0.5, 1.5],
  ['the first bucket begins at 0', [4, 0, 0, 0], 0.25, 0.25],
  ['at the edge of a bucket', [2, 2, 0, 0], 0.5, 1],
  ['all of it', [1, 1, 1, 0], 1, 4],
  ['above every bound: the last one', [0, 0, 0, 3], 0.5, 4],
  ['some above every bound', [9, 0, 0, 1], 0.99, 4],
])('%s', (_, counts, quantile, expected) => {
  expect(quantileOf({ bounds, counts }, quantile)).toBe(expected);
});

test('without any buckets there is no percentile', () => {
  expect(quantileOf({ bounds: [], counts: [] }, 0.5)).toBeNull();
  expect(addHistograms([])).toEqual({ bounds: [], counts: [0] });
  expect(quantileOf(addHistograms([]), 0.5)).toBeNull();
});

test('two versions with other bounds are counted together, each at its own bounds', () => {
  const sum = addHistograms([
    { bounds: [1, 2], counts: [1, 2, 3] },
    { bounds: [1, 4], counts: [10, 20, 30] },
  ]);
  expect(sum).toEqual({ bounds: [1, 2, 4], counts: [11, 2, 20, 33] });
});

test('what a process counted since', () => {
  const since = countedSince({ bounds, counts: [1, 1, 0, 0] }, { bounds, counts: [3, 1, 0, 5] });
  expect(since).toEqual({ bounds, counts: [2, 0, 0, 5] });
  expect(totalOf(since)).toBe(7);
});
