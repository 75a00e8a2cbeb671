import { expect, test } from 'vitest';
import { LostWorkers } from './lost-workers.js';

test('each loss is told once, those of before the first membership never', () => {
  const w1 = { id: 'w1', atMs: 1_000 };
  const w2 = { id: 'w2', atMs: 2_000 };
  const workers = new LostWorkers();
  expect(workers.see({ lost: [w1] })).toEqual([]);
  expect(workers.see({ lost: [w1, w2] })).toEqual(['w2']);
  expect(workers.see({ lost: [w1, w2] })).toEqual([]);
  // Both are back, and one is lost again.
  expect(workers.see({})).toEqual([]);
  expect(workers.see({ lost: [{ id: 'w2', atMs: 3_000 }] })).toEqual(['w2']);
});
