import { expect, test } from 'vitest';
import { visibleRows } from './visible-rows.js';

const view = (scrolledPx: number, rows = 1_000) =>
  visibleRows({ rows, rowPx: 20, scrolledPx, heightPx: 200 });

test.each([
  ['at the top', 0, { from: 0, to: 25, beforePx: 0 }],
  ['in the middle', 10_000, { from: 485, to: 525, beforePx: 9_700 }],
  ['at the end', 19_800, { from: 975, to: 1_000, afterPx: 0 }],
])('%s only those in sight are drawn, with some to spare', (_, scrolledPx, expected) => {
  expect(view(scrolledPx)).toMatchObject(expected);
});

test('the table is as long as all its rows, wherever it is scrolled to', () => {
  for (const rows of [0, 1, 50, 1_000]) {
    for (const scrolledPx of [0, 7, 500, 30_000]) {
      const { from, to, beforePx, afterPx } = view(scrolledPx, rows);
      expect(beforePx + (to - from) * 20 + afterPx).toBe(rows * 20);
      expect(to - from).toBeLessThanOrEqual(41);
    }
  }
});
