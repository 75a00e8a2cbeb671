import type { Member } from '@understudy/client';
import { expect, test } from 'vitest';
import { DepartedWorkers } from './departed-workers.js';

const worker = (id: string, state: Member['state']): Member => ({
  ...{ id, state, url: 'http://w', pid: 1, zone: 'a', capacity: 1, warmth: 1, generators: [] },
});

test('one that drained is told from one that was lost, also when its last moments were silent', () => {
  const departed = new DepartedWorkers();
  departed.see([worker('w1', 'active'), worker('w2', 'active'), worker('w3', 'active')], 1);
  expect(departed.list).toEqual([]);
  departed.see([worker('w1', 'draining'), worker('w2', 'unreachable'), worker('w3', 'active')], 2);
  departed.see([worker('w1', 'unreachable'), worker('w3', 'active')], 3);
  departed.see([worker('w3', 'active')], 4);
  expect(departed.list).toEqual([
    { id: 'w2', drained: false, atMs: 3 },
    { id: 'w1', drained: true, atMs: 4 },
  ]);
});

test('one that is back has not left', () => {
  const departed = new DepartedWorkers();
  departed.see([worker('w1', 'active')], 1);
  departed.see([], 2);
  departed.see([worker('w1', 'active')], 3);
  expect(departed.list).toEqual([]);
});
