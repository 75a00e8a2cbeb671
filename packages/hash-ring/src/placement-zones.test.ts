import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEqualMembers, countsOf, members, place, slots } from './memberships.fixture.js';
import { replicaRoom } from './slots.js';

const zonesOf = (list: readonly { id: string; zone: string }[]) =>
  new Map(list.map(({ id, zone }) => [id, zone]));

test('a replica is another worker, and in another zone while one there has room', () => {
  fc.assert(
    fc.property(anyEqualMembers(200, 2), (list) => {
      const placement = place(list);
      const zoneOf = zonesOf(list);
      const replicas = countsOf(placement.replica);
      const hasRoom = ({ id }: { id: string }) => (replicas.get(id) ?? 0) < replicaRoom(placement.share(id));
      // Who has room in the end had room all along.
      const zonesWithRoom = new Set(list.filter(hasRoom).map(({ zone }) => zone));
      for (const slot of slots) {
        const master = placement.master(slot) as string;
        const replica = placement.replica(slot) as string;
        if (replica === master) throw new Error(`slot ${slot}: both copies on ${master}`);
        const zone = zoneOf.get(master) as string;
        if (zoneOf.get(replica) !== zone) continue;
        const otherHasRoom = zonesWithRoom.size > (zonesWithRoom.has(zone) ? 1 : 0);
        if (otherHasRoom) throw new Error(`slot ${slot}: both copies in ${zone}`);
      }
    }),
    { numRuns: 25 },
  );
});

test('with zones of about equal size no slot has both copies in one, and no worker too many replicas', () => {
  for (const [count, zones] of [
    [2, 2],
    [10, 2],
    [200, 2],
    [3, 3],
    [6, 3],
    [10, 3],
    [11, 3],
    [200, 3],
    [7, 5],
  ] as const) {
    const list = members(count, (index) => `z${index % zones}`);
    const zoneOf = zonesOf(list);
    const { master, replica } = place(list);
    const together = slots.filter(
      (slot) => zoneOf.get(master(slot) as string) === zoneOf.get(replica(slot) as string),
    );
    expect(together, `${count} workers in ${zones} zones`).toEqual([]);
    expect(Math.max(...countsOf(replica).values())).toBeLessThanOrEqual(replicaRoom(1 / count));
  }
});

test('a small zone takes what it has room for; the other copies stay in the large one', () => {
  const list = members(5, (index) => (index === 0 ? 'small' : 'large'));
  const counts = countsOf(place(list).replica);
  expect(counts.get('w0')).toBe(replicaRoom(1 / 5));
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(slots.length);
});
