import type { Member } from '@understudy/client';
import { expect, test } from 'vitest';
import { markSilent } from './mark-silent.js';

const worker: Member = {
  ...{
    id: 'w1',
    state: 'active',
    url: 'http://w',
    pid: 1,
    zone: 'a',
    capacity: 1,
    warmth: 1,
    generators: [],
  },
  streams: 3,
};
const polled = {
  answer: {
    epoch: 1,
    metadata: 'reachable',
    publicUrl: null,
    mayKillWorkers: false,
    workers: [worker],
    lost: [],
    routers: [],
  },
  ...{ askedAtMs: 1_000, answeredAtMs: 1_500, failure: undefined },
} as const;
const shownWhen = (awaySinceMs: number | undefined) =>
  markSilent(polled, (source) => (source === 'worker w1' ? awaySinceMs : undefined)).answer?.workers[0];

test('a worker that fell silent after the question is unreachable, and its numbers are not shown', () => {
  expect(shownWhen(1_200)).toMatchObject({ id: 'w1', state: 'unreachable' });
  expect(shownWhen(1_200)).not.toHaveProperty('streams');
});

test('an answer that was asked for later is believed', () => {
  expect(shownWhen(900)).toBe(worker);
  expect(shownWhen(undefined)).toBe(worker);
});
