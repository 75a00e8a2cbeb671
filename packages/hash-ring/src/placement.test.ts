import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEqualMembers, anyMembers, members } from './memberships.fixture.js';
import { createPlacement, type Placement } from './placement.js';
import type { RingMember } from './ring-member.js';
import { masterBound, replicaBound, slotCount } from './slots.js';

const runs = { numRuns: 40 };
const place = (list: readonly RingMember[]) => createPlacement({ epoch: 1, members: list });
const slots = Array.from({ length: slotCount }, (_, slot) => slot);

function countsOf(workerOf: (slot: number) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const slot of slots) {
    const worker = workerOf(slot);
    if (worker !== undefined) counts.set(worker, (counts.get(worker) ?? 0) + 1);
  }
  return counts;
}

test('no worker is master of more than 1.05 times its share, from 1 to 200 workers of any capacity', () => {
  fc.assert(
    fc.property(anyMembers(200), (list) => {
      const placement = place(list);
      for (const [id, count] of countsOf(placement.master)) {
        expect(count).toBeLessThanOrEqual(masterBound * placement.share(id) * slotCount);
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

test('a replica is another worker, and in another zone while one there has room', () => {
  fc.assert(
    fc.property(anyEqualMembers(200, 2), (list) => {
      const placement = place(list);
      const zoneOf = new Map(list.map(({ id, zone }) => [id, zone]));
      const replicas = countsOf(placement.replica);
      const isFull = (id: string) =>
        (replicas.get(id) ?? 0) >= Math.floor(replicaBound * placement.share(id) * slotCount);
      const zonesWithRoom = new Set(list.filter(({ id }) => !isFull(id)).map(({ zone }) => zone));
      for (const slot of slots) {
        const master = placement.master(slot) as string;
        const replica = placement.replica(slot) as string;
        if (replica === master) throw new Error(`slot ${slot}: both copies on ${master}`);
        if (zoneOf.get(replica) !== zoneOf.get(master)) continue;
        // Who has room in the end had room all along.
        for (const zone of zonesWithRoom) expect(zone, `slot ${slot}`).toBe(zoneOf.get(master));
      }
    }),
    runs,
  );
});

test('with three zones of about equal size no slot has both copies in one', () => {
  for (const count of [3, 6, 9, 10, 11, 60, 200]) {
    const list = members(count, (index) => `z${index % 3}`);
    const zoneOf = new Map(list.map(({ id, zone }) => [id, zone]));
    const { master, replica } = place(list);
    const together = slots.filter(
      (slot) => zoneOf.get(master(slot) as string) === zoneOf.get(replica(slot) as string),
    );
    expect(together, `${count} workers`).toEqual([]);
  }
});

/** Where each slot's master was and is, for those that changed. */
function moves(before: Placement, after: Placement) {
  return slots.flatMap((slot) => {
    const from = before.master(slot);
    const to = after.master(slot);
    return from === to ? [] : [{ slot, from, to }];
  });
}

test('a join moves at most 1/N + 2 % of the masters, nearly all of them to the new worker; a leave the same', () => {
  for (const count of [2, 3, 4, 5, 6, 7, 8, 10, 14, 20, 28, 50, 100, 200]) {
    for (const joining of ['a', 'b', 'c']) {
      const list = members(count - 1);
      const before = place(list);
      const after = place([...list, { id: joining, zone: 'z', capacity: 1, warmth: 1 }]);
      const moved = moves(before, after);
      expect(moved.length / slotCount, `${count} workers, ${joining} joins`).toBeLessThanOrEqual(
        1 / count + 0.02,
      );
      // Between workers that stayed only what the bound asks for.
      const between = moved.filter(({ to }) => to !== joining).length;
      expect(between / slotCount, `${count} workers, ${joining} joins`).toBeLessThanOrEqual(0.02);
      // Placement has no history, so leaving is the same way back.
      expect(moves(after, before).length).toBe(moved.length);
    }
  }
});

test('a slot moves between two workers that stay only where one of them is at its bound', () => {
  fc.assert(
    fc.property(anyEqualMembers(60, 2), (list) => {
      const [leaving, ...staying] = list as [RingMember, ...RingMember[]];
      const before = place(list);
      const after = place(staying);
      const isFull = (placement: Placement) => {
        const counts = countsOf(placement.master);
        return (id: string) =>
          (counts.get(id) ?? 0) >= Math.floor(masterBound * placement.share(id) * slotCount);
      };
      const [wasFull, nowFull] = [isFull(before), isFull(after)];
      for (const { slot, from, to } of moves(before, after)) {
        if (from === leaving.id) continue;
        expect(wasFull(to as string) || nowFull(from as string), `slot ${slot}: ${from} to ${to}`).toBe(true);
      }
    }),
    runs,
  );
});

test('when a worker goes, its replica is the new master, or next to it', () => {
  const list = members(12);
  const before = place(list);
  const after = place(list.slice(1));
  const orphans = slots.filter((slot) => before.master(slot) === 'w0');
  const inherits = orphans.filter((slot) => after.master(slot) === before.replica(slot)).length;
  const isNear = orphans.filter((slot) =>
    after.preferenceList(slot, 2).includes(before.replica(slot) as string),
  ).length;
  expect(inherits / orphans.length).toBeGreaterThan(0.9);
  expect(isNear / orphans.length).toBeGreaterThan(0.98);
});

test('the order in which members are listed does not matter, and equal members give equal placements', () => {
  fc.assert(
    fc.property(anyMembers(30), (list) => {
      const one = place(list);
      const other = place(list.toReversed());
      for (let slot = 0; slot < slotCount; slot += 97) {
        expect(other.preferenceList(slot, 5)).toEqual(one.preferenceList(slot, 5));
      }
    }),
    runs,
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
          [placement.master(slot), placement.replica(slot)].filter(Boolean).slice(0, count),
        );
      },
    ),
    runs,
  );
});

test('three workers, by eye', () => {
  const placement = place(members(3));
  expect([0, 1, 30_000, 65_535].map((slot) => placement.preferenceList(slot, 9))).toMatchInlineSnapshot(`
    [
      [
        "w0",
        "w2",
        "w1",
      ],
      [
        "w0",
        "w2",
        "w1",
      ],
      [
        "w1",
        "w2",
        "w0",
      ],
      [
        "w0",
        "w2",
        "w1",
      ],
    ]
  `);
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
  expect(({} as Record<string, unknown>)['0']).toBeUndefined();
});

test('200 workers are placed while a stream would not notice', () => {
  const list = members(200, (index) => `z${index % 3}`);
  place(list);
  const startedAtMs = performance.now();
  place([...list.slice(1), { id: 'new', zone: 'z0', capacity: 1, warmth: 1 }]);
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
});
