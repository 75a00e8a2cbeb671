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

test('the first streams of a worker are no load, and then it has room for its part of all and a little more', () => {
  const { loads, clock } = withClock(2);
  loads.retain([a, b]);
  const closes = [loads.opened(a)];
  expect([loads.busynessOf(a), loads.loadOf(a), loads.hasRoom(a, 1.25)]).toEqual([0.5, 2, true]);
  closes.push(loads.opened(a));
  clock.ms += 100;
  // Three of three are more than 1.25 times a half of them.
  expect([loads.busynessOf(a), loads.loadOf(a), loads.hasRoom(a, 1.25)]).toEqual([1, 2, false]);
  expect([loads.hasRoom(a, 2), loads.hasRoom(b, 1.25)]).toEqual([true, true]);
  for (let count = 0; count < 3; count += 1) closes.push(loads.opened(b));
  clock.ms += 100;
  // Three of six.
  expect([loads.hasRoom(a, 1.25), loads.hasRoom(b, 1.25), loads.loadOf(b)]).toEqual([true, false, 3]);
  for (const close of closes) close();
  expect([loads.busynessOf(a), loads.loadOf(a)]).toEqual([0, 2]);
});

test('what others have open there counts for as long as it was said lately', () => {
  const { loads, clock } = withClock(2);
  loads.retain([a, b]);
  loads.opened(a);
  loads.said(a, '7');
  expect(loads.loadOf(a)).toBe(7);
  loads.opened(a);
  expect(loads.loadOf(a)).toBe(8);
  for (const wrong of [undefined, 'many', '-1', '1.5']) loads.said(a, wrong);
  expect(loads.loadOf(a)).toBe(8);
  loads.said(a, '9');
  clock.ms += 5_000;
  expect(loads.loadOf(a)).toBe(2);
});

test('a worker twice as large has half the load, one that drains takes no part, one that left is forgotten', () => {
  const { loads } = withClock(2);
  loads.retain([a, b]);
  const close = loads.opened(a);
  loads.said(a, '8');
  const large = member('a', { capacity: 2 });
  loads.retain([large, b]);
  expect([loads.loadOf(a), loads.hasRoom(a, 1.25), loads.hasRoom(a, 1.5)]).toEqual([4, false, true]);
  loads.retain([large, member('b', { state: 'draining' })]);
  expect([loads.isKnown(b), loads.loadOf(b), loads.hasRoom(b, 9)]).toEqual([
    false,
    Number.POSITIVE_INFINITY,
    false,
  ]);
  loads.retain([b]);
  close();
  loads.opened(a)();
  loads.said(a, '8');
  expect([loads.busynessOf(a), loads.isKnown(a), loads.busynessOf(b)]).toEqual([0, false, 0]);
});

test('what was open when a worker began to drain is counted when it is back, and once', () => {
  const { loads } = withClock(2);
  loads.retain([a, b]);
  const closes = [loads.opened(a), loads.opened(a)];
  loads.retain([b]);
  loads.retain([a, b]);
  expect(loads.busynessOf(a)).toBe(1);
  closes.push(loads.opened(a));
  for (const close of closes.slice(0, 2)) close();
  expect(loads.busynessOf(a)).toBe(0.5);
});
