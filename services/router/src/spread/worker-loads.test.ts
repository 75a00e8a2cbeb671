import type { Member } from '@understudy/metadata-store';
import { expect, test } from 'vitest';
import { WorkerLoads } from './worker-loads.js';

const member = (id: string, others: Partial<Member> = {}): Member => ({
  ...{ id, url: `http://${id}`, zone: 'z', capacity: 1, warmth: 1, state: 'active', generators: [], pid: 1 },
  ...others,
});
const [a, b] = [member('a'), member('b')];

/** A load that its time passes in when a test says so. */
function withClock(freeStreams: number) {
  const clock = { ms: 0 };
  return { clock, loads: new WorkerLoads(freeStreams, () => clock.ms) };
}

test('the first streams of a worker are no load', () => {
  const { loads, clock } = withClock(2);
  loads.retain([a, b]);
  const closes = [loads.opened(a), loads.opened(a)];
  expect([loads.isLoaded(a), loads.loadOf(a), loads.loadOf(b), loads.mean]).toEqual([false, 2, 2, 2]);
  closes.push(loads.opened(a), loads.opened(a));
  clock.ms += 100;
  expect([loads.isLoaded(a), loads.loadOf(a), loads.loadOf(b), loads.mean]).toEqual([true, 4, 2, 3]);
  for (const close of closes) close();
  expect([loads.isLoaded(a), loads.loadOf(a)]).toEqual([false, 2]);
});

test('what others have open there counts for as long as it was said lately', () => {
  const { loads, clock } = withClock(2);
  loads.retain([a, b]);
  loads.opened(a);
  loads.said(a, '7');
  expect(loads.loadOf(a)).toBe(7);
  loads.opened(a);
  expect(loads.loadOf(a)).toBe(8);
  for (const wrong of [undefined, '', 'many', '-1', '1.5']) loads.said(a, wrong);
  // An empty text is 0.
  expect(loads.loadOf(a)).toBe(2);
  loads.said(a, '9');
  clock.ms += 5_000;
  expect(loads.loadOf(a)).toBe(2);
});

test('a worker twice as large has half the load, one that drains takes no part, one that left is forgotten', () => {
  const { loads } = withClock(2);
  loads.retain([a, b]);
  const close = loads.opened(a);
  loads.said(a, '8');
  loads.retain([member('a', { capacity: 2 }), member('b', { state: 'draining' })]);
  expect([loads.loadOf(a), loads.mean, loads.isKnown(b), loads.loadOf(b)]).toEqual([
    4,
    4,
    false,
    Number.POSITIVE_INFINITY,
  ]);
  loads.retain([b]);
  close();
  loads.opened(a)();
  loads.said(a, '8');
  expect([loads.isLoaded(a), loads.isKnown(a), loads.mean]).toEqual([false, false, 2]);
});
