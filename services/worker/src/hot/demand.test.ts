import { expect, test } from 'vitest';
import { copiesWanted, isWarm, shareOf } from './copies-wanted.js';
import { Demand } from './demand.js';

function create(windowMs = 10_000) {
  const clock = { ms: 0 };
  return { clock, demand: new Demand(windowMs, () => clock.ms) };
}

test('a player who asks again and again for the same thing is counted once', () => {
  const { demand } = create();
  const closes = Array.from({ length: 50 }, () => demand.opened(1n, 'video.mp4', 'alone'));
  expect(demand.of(1n)).toEqual({ players: 1, requestsPerS: 0.2 });
  closes.push(demand.opened(1n, 'video.mp4', 'another'), demand.opened(1n, '3.m4s', 'alone'));
  expect(demand.of(1n)).toEqual({ players: 2, requestsPerS: 0.6 });
  // All of whom nobody says who they are count as one.
  closes.push(demand.opened(1n, '3.m4s', undefined), demand.opened(1n, '3.m4s', undefined));
  expect(demand.of(1n)).toEqual({ players: 3, requestsPerS: 0.8 });
  expect(demand.of(2n)).toEqual({ players: 0, requestsPerS: 0 });
  for (const close of closes) close();
  expect(demand.of(1n).players).toBe(0);
});

test('what was asked for longer ago than the window counts no more', () => {
  const { clock, demand } = create();
  demand.opened(1n, '0.m4s', 'a')();
  clock.ms = 6_000;
  demand.opened(1n, '0.m4s', 'a')();
  demand.opened(1n, '1.m4s', 'a')();
  expect(demand.of(1n).requestsPerS).toBeCloseTo(2 / 6);
  clock.ms = 11_000;
  expect(demand.of(1n).requestsPerS).toBeCloseTo(1 / 5);
  expect([...demand.videos()]).toEqual([1n]);
  clock.ms = 30_000;
  expect(demand.of(1n).requestsPerS).toBe(0);
  expect([...demand.videos()]).toEqual([]);
});

test('only so many requests are told apart, and what has ended leaves nothing', () => {
  const { clock, demand } = create();
  for (let count = 0; count < 30_000; count += 1) demand.opened(BigInt(count), 'video.mp4', undefined)();
  expect(demand.videos().size).toBe(20_000);
  clock.ms = 20_000;
  expect(demand.videos().size).toBe(0);
});

const limits = { players: 10, requestsPerS: 100, copies: 4 };

test.each([
  ['nobody', [], 1],
  ['as many as one copy is for', [{ players: 10, requestsPerS: 0 }], 1],
  ['one more', [{ players: 11, requestsPerS: 0 }], 2],
  [
    'at two copies together',
    [
      { players: 11, requestsPerS: 0 },
      { players: 10, requestsPerS: 0 },
    ],
    3,
  ],
  ['many requests of few', [{ players: 1, requestsPerS: 150 }], 2],
  ['more than there may be copies', [{ players: 500, requestsPerS: 0 }], 4],
])('copies for %s', (_, demands, wanted) => {
  expect(copiesWanted(demands, limits)).toBe(wanted);
});

test('a copy is warm from a tenth of what it is for', () => {
  expect(shareOf({ players: 5, requestsPerS: 80 }, limits)).toBe(0.8);
  expect(isWarm({ players: 1, requestsPerS: 0 }, limits)).toBe(true);
  expect(isWarm({ players: 0, requestsPerS: 9 }, limits)).toBe(false);
});
