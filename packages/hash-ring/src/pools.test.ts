import { expect, test } from 'vitest';
import { slots } from './memberships.fixture.js';
import { createPlacement } from './placement.js';
import { createPools, type PoolMember } from './pools.js';

const worker = (id: string, pool: number, change: Partial<PoolMember> = {}): PoolMember => ({
  id,
  zone: 'z',
  capacity: 1,
  warmth: 1,
  state: 'active',
  pool,
  ...change,
});
const pools = (...members: PoolMember[]) => createPools({ epoch: 1, members });
const everyone = 99;

test('each pool has a ring of its own, as if the others were not there', () => {
  const old = [worker('a', 1), worker('b', 1), worker('c', 1)];
  const fresh = [worker('d', 2), worker('e', 2)];
  const both = pools(...old, ...fresh);
  for (const [number, members] of [
    [1, old],
    [2, fresh],
  ] as const) {
    const alone = createPlacement({ epoch: 1, members });
    const placement = both.placementFor(number);
    for (const slot of slots.filter((each) => each % 64 === 0)) {
      expect(placement.preferenceList(slot, everyone)).toEqual(alone.preferenceList(slot, everyone));
    }
  }
});

test('a worker that goes over to a new version moves nothing between those that stay', () => {
  const before = pools(worker('a', 1), worker('b', 1), worker('c', 1)).placementFor(1);
  const after = pools(worker('a', 2), worker('b', 1), worker('c', 1)).placementFor(1);
  for (const slot of slots) {
    if (before.master(slot) !== 'a') expect(after.master(slot)).toBe(before.master(slot));
    expect(after.preferenceList(slot, everyone)).not.toContain('a');
  }
});

test('an empty pool is made by the leading one, and so is what is pinned to none', () => {
  const both = pools(worker('a', 3), worker('b', 5), worker('c', 5));
  expect([0, 1, 3, 5, 65_535].map((pool) => both.resolve(pool))).toEqual([5, 5, 3, 5, 5]);
  expect(both.placementFor(1)).toBe(both.placementFor(5));
  expect(both.placementFor(1).preferenceList(0, everyone).toSorted()).toEqual(['b', 'c']);
});

test('a rolling deploy and its way back change the leading pool once, in the middle', () => {
  const leadingWith = (freshCount: number) =>
    pools(...['a', 'b', 'c', 'd', 'e'].map((id, index) => worker(id, index < freshCount ? 2 : 1))).leading;
  expect([0, 1, 2, 3, 4, 5].map(leadingWith)).toEqual([1, 1, 1, 2, 2, 2]);
  // Of equals the newest; capacity counts, not heads.
  expect(pools(worker('a', 1), worker('b', 2)).leading).toBe(2);
  expect(pools(worker('b', 2), worker('a', 1)).leading).toBe(2);
  expect(pools(worker('a', 1, { capacity: 3 }), worker('b', 2), worker('c', 2)).leading).toBe(1);
});

test('draining workers are placed only where their pool has nobody else, and never lead while somebody is active', () => {
  const drain = { state: 'draining' } as const;
  const some = pools(worker('a', 1, drain), worker('b', 1), worker('c', 2, drain), worker('d', 2, drain));
  expect(some.leading).toBe(1);
  expect(some.placementFor(1).preferenceList(0, everyone)).toEqual(['b']);
  expect(some.placementFor(2).preferenceList(0, everyone).toSorted()).toEqual(['c', 'd']);
  expect(some.placementFor(0).preferenceList(0, everyone)).toEqual(['b']);
  const all = pools(worker('a', 1, drain), worker('b', 1, drain));
  expect(all.placementFor(1).preferenceList(0, everyone).toSorted()).toEqual(['a', 'b']);
});

test('without members nothing is placed; workers without a number are a pool', () => {
  const none = pools();
  expect(none.leading).toBeUndefined();
  expect(none.placementFor(7).preferenceList(0, everyone)).toEqual([]);
  const { pool: _, ...unnumbered } = worker('a', 0);
  const old = pools(unnumbered);
  expect(old.leading).toBe(0);
  expect(old.placementFor(7).preferenceList(0, everyone)).toEqual(['a']);
});
