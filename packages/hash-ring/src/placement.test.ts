import { cpuUsage } from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyMembers, countsOf, members, place } from './memberships.fixture.js';
import type { RingMember } from './ring-member.js';
import { masterRoom, slotCount } from './slots.js';

const runs = { numRuns: 25 };

test('no worker is master of more than 1.05 times its share, from 1 to 200 workers of any capacity', () => {
  fc.assert(
    fc.property(anyMembers(200), (list) => {
      const placement = place(list);
      for (const [id, count] of countsOf(placement.master)) {
        const share = placement.share(id);
        expect(count).toBeLessThanOrEqual(1.05 * share * slotCount);
        expect(count).toBeLessThanOrEqual(masterRoom(share));
      }
    }),
    runs,
  );
});

test('shares are in proportion to capacity and warmth, and sum up to 1', () => {
  const [a, b, c] = members(3) as [RingMember, RingMember, RingMember];
  const placement = place([{ ...a, capacity: 2 }, b, { ...c, capacity: 4, warmth: 0.25 }]);
  expect(['w0', 'w1', 'w2', 'w3'].map(placement.share)).toEqual([0.5, 0.25, 0.25, 0]);
  const counts = countsOf(placement.master);
  for (const [id, share] of [
    ['w0', 0.5],
    ['w1', 0.25],
    ['w2', 0.25],
  ] as const) {
    expect((counts.get(id) ?? 0) / slotCount).toBeCloseTo(share, 1);
  }
});

test.each([
  ['no warmth', { warmth: 0 }, 0.125],
  ['a warmth that is none', { warmth: Number.NaN }, 0.125],
  ['more warmth than all', { warmth: 3 }, 1],
  ['no capacity', { capacity: 0 }, 1],
  ['a capacity below nothing', { capacity: -2 }, 1],
  ['a capacity that is none', { capacity: Number.NaN }, 1],
  ['endless capacity', { capacity: Number.POSITIVE_INFINITY }, 1],
])(
  'a worker that announces %s has a share all the same, and takes none from the others',
  (_, announced, weight) => {
    const [first, ...others] = members(4) as [RingMember, ...RingMember[]];
    const placement = place([{ ...first, ...announced }, ...others]);
    expect(placement.share('w0')).toBeCloseTo(weight / (weight + 3), 10);
    for (const [id, count] of countsOf(placement.master)) {
      expect(count).toBeLessThanOrEqual(masterRoom(placement.share(id)));
    }
  },
);

test('the order in which members are listed does not matter, and equal members give equal placements', () => {
  fc.assert(
    fc.property(anyMembers(30), (list) => {
      const one = place(list);
      const other = place(list.toReversed());
      for (let slot = 0; slot < slotCount; slot += 97) {
        expect(other.preferenceList(slot, 5)).toEqual(one.preferenceList(slot, 5));
      }
    }),
    { numRuns: 10 },
  );
});

test('a preference list has each worker once, master and replica first', () => {
  fc.assert(
    fc.property(
      anyMembers(20),
      fc.integer({ min: 0, max: slotCount - 1 }),
      fc.integer({ min: 0, max: 30 }),
      (list, slot, count) => {
        const placement = place(list);
        const listed = placement.preferenceList(slot, count);
        expect(listed).toHaveLength(Math.min(count, list.length));
        expect(new Set(listed).size).toBe(listed.length);
        expect(listed.slice(0, 2)).toEqual(
          [placement.master(slot), placement.replica(slot)].filter((id) => id !== undefined).slice(0, count),
        );
      },
    ),
    runs,
  );
});

test('one worker has everything and no replica; none has nothing', () => {
  const alone = place(members(1));
  expect([alone.master(9), alone.replica(9), alone.preferenceList(9, 3)]).toEqual(['w0', undefined, ['w0']]);
  const empty = place([]);
  expect([empty.master(9), empty.replica(9), empty.preferenceList(9, 3), empty.share('w0')]).toEqual([
    undefined,
    undefined,
    [],
    0,
  ]);
});

test('names that are properties of every object are names like others', () => {
  const list = ['__proto__', 'constructor', 'toString', '10.0.0.1:80', '0'].map(
    (id, index) => ({ ...members(5)[index], id }) as RingMember,
  );
  const counts = countsOf(place(list).master);
  expect(counts.size).toBe(5);
  for (const count of counts.values()) expect(count / slotCount).toBeCloseTo(0.2, 1);
  const plain: Record<string, unknown> = {};
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect([plain['0'], plain['vnodes'], plain['server']]).toEqual([undefined, undefined, undefined]);
});

test('a thousand workers are placed within the bound', () => {
  const counts = countsOf(place(members(1_000, (index) => `z${index % 3}`)).master);
  expect(counts.size).toBe(1_000);
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(masterRoom(1 / 1_000));
});

test.each([1, 16])(
  '200 workers of capacity %s, one of them new, take less CPU than a stream would notice',
  (capacity) => {
    const list = members(200, (index) => `z${index % 3}`).map((member) => ({ ...member, capacity }));
    place(list);
    const before = cpuUsage();
    place([...list.slice(1), { id: 'new', zone: 'z0', capacity, warmth: 1 }]);
    const { user, system } = cpuUsage(before);
    // 20 and 60 ms measured; the stall limit of a stream is 1,000 ms.
    expect((user + system) / 1_000).toBeLessThan(300);
  },
);
