import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anyEqualMembers,
  anyMembers,
  countsOf,
  members,
  moves,
  place,
  slots,
} from './memberships.fixture.js';
import type { Placement } from './placement.js';
import type { RingMember } from './ring-member.js';
import { masterRoom, slotCount } from './slots.js';

/** N is the larger number of workers: there after a join, before a leave. */
describe('a join moves at most 1/N + 2 % of the masters, and placement has no history, so that a leave is the same way back', () => {
  test.each([0.5, 1, 100])('workers of capacity %s', (capacity) => {
    for (const count of [2, 3, 4, 5, 7, 14, 28, 60, 200]) {
      for (const joining of ['a', 'b']) {
        const list = members(count - 1).map((member) => ({ ...member, capacity }));
        const before = place(list);
        const after = place([...list, { id: joining, zone: 'z', capacity, warmth: 1 }]);
        expect(moves(before, after).length / slotCount, `${joining} is number ${count}`).toBeLessThanOrEqual(
          1 / count + 0.02,
        );
      }
    }
  });

  test('workers of any names', () => {
    fc.assert(
      fc.property(anyEqualMembers(60, 2), (list) => {
        const moved = moves(place(list), place(list.slice(1))).length;
        expect(moved / slotCount).toBeLessThanOrEqual(1 / list.length + 0.02);
      }),
      { numRuns: 20 },
    );
  });
});

test('a slot moves between two workers that stay only where one of them is at its bound', () => {
  fc.assert(
    fc.property(anyMembers(60, 2), (list) => {
      const [leaving, ...staying] = list as [RingMember, ...RingMember[]];
      const before = place(list);
      const after = place(staying);
      const [wasFull, nowFull] = [full(before), full(after)];
      for (const { slot, from, to } of moves(before, after)) {
        if (from === leaving.id) continue;
        if (!wasFull.has(to as string) && !nowFull.has(from as string)) {
          throw new Error(`slot ${slot} went from ${from} to ${to}, which both had room`);
        }
      }
    }),
    { numRuns: 20 },
  );
});

function full({ master, share }: Placement): Set<string> {
  return new Set(
    [...countsOf(master)].filter(([id, count]) => count >= masterRoom(share(id))).map(([id]) => id),
  );
}

test('a worker that warms up step by step only takes, and no more in all than a join at once', () => {
  const list = members(5);
  let placement = place(list);
  let movedInAll = 0;
  for (let step = 1; step <= 8; step += 1) {
    const next = place([...list, { id: 'new', zone: 'z', capacity: 1, warmth: step / 8 }]);
    const moved = moves(placement, next);
    expect(moved.filter(({ from }) => from === 'new').length / slotCount).toBeLessThan(0.002);
    expect(moved.filter(({ to }) => to !== 'new').length / slotCount).toBeLessThan(0.005);
    movedInAll += moved.length;
    placement = next;
  }
  expect(movedInAll / slotCount).toBeLessThan(1 / 6 + 0.02);
});

/** What becomes of the slots of the first of `list` when it goes, as fractions of them. */
function inheritance(list: readonly RingMember[]) {
  const [gone, ...staying] = list as [RingMember, ...RingMember[]];
  const before = place(list);
  const after = place(staying);
  const orphans = slots.filter((slot) => before.master(slot) === gone.id);
  const replicaOf = (slot: number) => before.replica(slot) as string;
  const part = (is: (slot: number) => boolean) => orphans.filter(is).length / orphans.length;
  return {
    replicaIsMaster: part((slot) => after.master(slot) === replicaOf(slot)),
    replicaIsFirstOrSecond: part((slot) => after.preferenceList(slot, 2).includes(replicaOf(slot))),
  };
}

test.each([2, 3, 6, 12, 60, 200])(
  'when one of %s workers in zones of their own goes, its replica is the new master',
  (count) => {
    expect(inheritance(members(count)).replicaIsMaster).toBeGreaterThan(0.98);
  },
);

test.each([
  [6, 2, 0.5],
  [60, 2, 0.4],
  [6, 3, 0.7],
  [60, 3, 0.6],
])(
  'when one of %s workers in %s zones goes, its replica is one of the first two; the master where no zone forbids it',
  (count, zones, least) => {
    const { replicaIsMaster, replicaIsFirstOrSecond } = inheritance(
      members(count, (index) => `z${index % zones}`),
    );
    expect(replicaIsFirstOrSecond).toBeGreaterThan(0.98);
    expect(replicaIsMaster).toBeGreaterThan(least);
  },
);
