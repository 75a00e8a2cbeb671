import { expect, test } from 'vitest';
import { retryPauseMs } from './retry-pause.js';

const limits = { firstPauseMs: 5_000, longestPauseMs: 3_600_000 };
const pauses = (random: number) => [1, 2, 3, 10, 11, 2_000].map((each) => retryPauseMs(each, limits, random));

test('each pause is twice the last, up to the longest; chance takes up to half of it', () => {
  expect(pauses(1)).toEqual([5_000, 10_000, 20_000, 2_560_000, 3_600_000, 3_600_000]);
  expect(pauses(0)).toEqual([2_500, 5_000, 10_000, 1_280_000, 1_800_000, 1_800_000]);
});
