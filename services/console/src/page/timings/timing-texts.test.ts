import type { Timings } from '@understudy/client';
import { expect, test } from 'vitest';
import { formatMs, whyEmpty } from './timing-texts.js';

const none = { count: 0, p50Ms: null, p95Ms: null, p99Ms: null };
const times = (atMs: readonly number[], count = 0) => ({
  all: { ...none, count },
  lastMinute: none,
  steps: atMs.map((each) => ({ atMs: each, ...none })),
});
const speeds = {
  all: { count: 0, p50: null, p5: null },
  lastMinute: { count: 0, p50: null, p5: null },
  steps: [],
};
const timings = (change: Partial<Timings>): Timings => ({
  ...{ stepMs: 5_000, keptMs: 600_000, asked: 3, missing: [] },
  ...{ firstByte: times([1_000, 6_000]), silence: times([1_000, 6_000]), generationSpeed: speeds },
  ...change,
});

test.each<[Partial<Timings>, 'firstByte' | 'silence' | 'generationSpeed', RegExp | undefined]>([
  [{ firstByte: times([1], 7) }, 'firstByte', undefined],
  [{ asked: null }, 'firstByte', /just begun to ask/],
  [{ asked: 0 }, 'silence', /No router/],
  [{ missing: ['router r1', 'worker w1'] }, 'firstByte', /: router r1 did not tell/],
  [{ missing: ['worker w1'] }, 'generationSpeed', /: worker w1 did not tell/],
  [{ firstByte: times([1_000]) }, 'firstByte', /just begun to count/],
  [{}, 'silence', /no response had to go on from another worker since the console began/],
  [{ firstByte: times([0, 598_000]) }, 'firstByte', /nobody asked for a video in the last 10 minutes/],
])('a panel without data says why: %j, %s', (change, what, why) => {
  const said = whyEmpty(timings(change), what);
  if (why === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(why);
});

test('times are told in the unit that fits', () => {
  expect([null, 0.42, 9.96, 250.4, 1_250].map(formatMs)).toEqual([
    '–',
    '0.4 ms',
    '10.0 ms',
    '250 ms',
    '1.3 s',
  ]);
});
