import { expect, test } from 'vitest';
import type { Description } from './schema.js';
import { countSheets, planStoryboard } from './storyboard.js';

const lasting = (duration: number, width = 1280, height = 720): Description => ({
  title: 'A',
  width,
  height,
  fps: 30,
  scenes: Array.from({ length: Math.ceil(duration / 120) }, (_, index) => ({
    duration: Math.min(120, duration - index * 120),
    source: { type: 'still', color: '#000000' },
  })),
});

test.each([
  [0.5, 1, 1, 0.5],
  [24, 12, 1, 2],
  [33, 17, 2, 1],
  [360, 180, 12, 2],
  [361, 73, 5, 1],
  [1_800, 180, 12, 10],
])(
  '%d s are %d tiles on %d sheets, and the last stands for %d s',
  (seconds, tileCount, sheetCount, lastS) => {
    const { sheets } = planStoryboard(lasting(seconds));
    const tiles = sheets.flat();
    expect(countSheets(lasting(seconds))).toBe(sheetCount);
    expect([tiles.length, sheets.length]).toEqual([tileCount, sheetCount]);
    tiles.forEach(({ startS, endS, frame }, index) => {
      expect(startS).toBe(index === 0 ? 0 : tiles[index - 1]?.endS);
      expect(frame / 30).toBeGreaterThanOrEqual(startS);
      expect(frame / 30).toBeLessThan(endS);
    });
    const last = tiles.at(-1);
    expect(last?.endS).toBe(seconds);
    expect((last?.endS ?? 0) - (last?.startS ?? 0)).toBeCloseTo(lastS);
  },
);

test.each([
  [1_280, 720, 160, 90],
  [1_920, 64, 160, 6],
  [64, 1_080, 8, 120],
  [480, 640, 90, 120],
  [64, 64, 64, 64],
])('tiles of %d×%d are %d×%d', (width, height, w, h) => {
  const { tile, columns, sheets } = planStoryboard(lasting(40, width, height));
  expect([tile.width, tile.height]).toEqual([w, h]);
  expect(sheets[0]?.slice(3, 6).map(({ x, y }) => [x, y])).toEqual([
    [(columns - 1) * w, 0],
    [0, h],
    [w, h],
  ]);
});
