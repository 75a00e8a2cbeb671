import { expect, test } from 'vitest';
import { recentFailovers } from './recent-failovers.js';

const nowMs = Date.parse('2026-01-01T12:00:00Z');
const failover = (secondsAgo: number, silenceMs: number) => ({
  ...{ source: 'router r1', level: 'info', event: 'failover', message: '', silenceMs },
  time: new Date(nowMs - secondsAgo * 1_000).toISOString(),
});

test('failovers are counted by the minute, and those of longer ago are not', () => {
  const told = [failover(700, 9_000), failover(590, 5), failover(61, 40), failover(2, 30), failover(-3, 10)];
  expect(recentFailovers([...told, { ...failover(1, 99_999), event: 'upstream.lost' }], nowMs)).toEqual({
    perMinute: [1, 0, 0, 0, 0, 0, 0, 0, 1, 2],
    total: 4,
    longestSilenceMs: 40,
  });
});
