import type { Member } from '@understudy/client';
import { expect, test } from 'vitest';
import { DepartedWorkers } from './departed-workers.js';

const worker = (id: string): Member => ({
  ...{ id, state: 'active', url: 'http://w', pid: 1, zone: 'a', capacity: 1, warmth: 1, generators: [] },
});
const workers = (...ids: readonly string[]) => ids.map(worker);

test('one that left in good order is told from one that was lost', () => {
  const departed = new DepartedWorkers();
  departed.see({ workers: workers('w1', 'w2', 'w3'), lost: [] }, 1);
  expect(departed.list).toEqual([]);
  departed.see({ workers: workers('w1', 'w3'), lost: [{ id: 'w2', atMs: 2 }] }, 3);
  departed.see({ workers: workers('w3'), lost: [{ id: 'w2', atMs: 2 }] }, 4);
  expect(departed.list).toEqual([
    { id: 'w2', inOrder: false, atMs: 2 },
    { id: 'w1', inOrder: true, atMs: 4 },
  ]);
});

test('one that was lost before the page was open is known too', () => {
  const departed = new DepartedWorkers();
  departed.see({ workers: workers('w1'), lost: [{ id: 'w2', atMs: 1 }] }, 60);
  expect(departed.list).toEqual([{ id: 'w2', inOrder: false, atMs: 1 }]);
});

test('one that is back has not left', () => {
  const departed = new DepartedWorkers();
  departed.see({ workers: workers('w1', 'w2'), lost: [] }, 1);
  departed.see({ workers: [], lost: [{ id: 'w2', atMs: 2 }] }, 2);
  departed.see({ workers: workers('w1', 'w2'), lost: [] }, 3);
  expect(departed.list).toEqual([]);
});
