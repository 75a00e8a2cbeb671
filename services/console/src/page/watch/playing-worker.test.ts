import type { Member, Placement, Stream } from '@understudy/client';
import { expect, test } from 'vitest';
import { playingWorker } from './playing-worker.js';

const stream = (video: string, worker: string | null, ageMs: number) => ({ video, worker, ageMs }) as Stream;
const worker = (id: string, state: Member['state'] = 'active') => ({ id, state }) as Member;
const placement = { master: 'w1', replica: 'w2' } as Placement;
const workers = [worker('w1'), worker('w2'), worker('w3')];

test('the worker of the response that began last', () => {
  const streams = [
    stream('v', 'w2', 90),
    stream('v', 'w3', 10),
    stream('other', 'w1', 1),
    stream('v', null, 0),
  ];
  expect(playingWorker('v', { streams, placement, workers })).toBe('w3');
});

test('between two responses it is the master, and the replica when that does not answer', () => {
  expect(playingWorker('v', { streams: [], placement, workers })).toBe('w1');
  const withoutMaster = [worker('w1', 'unreachable'), worker('w2')];
  const streams = [stream('v', 'w1', 5)];
  expect(playingWorker('v', { streams, placement, workers: withoutMaster })).toBe('w2');
});

test('nobody, where nobody is known', () => {
  expect(playingWorker('v', { streams: [], placement: undefined, workers })).toBeUndefined();
  expect(playingWorker('v', { streams: [], placement, workers: [] })).toBeUndefined();
});
