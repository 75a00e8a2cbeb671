import { expect, test } from 'vitest';
import { LostWorkers } from './lost-workers.js';

const active = (id: string) => ({ id, state: 'active' }) as const;
const draining = (id: string) => ({ id, state: 'draining' }) as const;

test('a worker that was active and is not there is lost, once; one that drained is not', () => {
  const lost = new LostWorkers();
  expect(lost.see([active('w1'), active('w2'), active('w3')])).toEqual([]);
  expect(lost.see([active('w1'), draining('w2')])).toEqual(['w3']);
  expect(lost.see([active('w1')])).toEqual([]);
  // Back, and lost again.
  expect(lost.see([active('w1'), active('w3')])).toEqual([]);
  expect(lost.see([])).toEqual(['w1', 'w3']);
});

test('one that was told to drain, and is active again, can be lost', () => {
  const lost = new LostWorkers();
  lost.see([draining('w1')]);
  lost.see([active('w1')]);
  expect(lost.see([])).toEqual(['w1']);
});
