import fc from 'fast-check';
import { createPlacement, type Placement } from './placement.js';
import type { RingMember } from './ring-member.js';
import { slotCount } from './slots.js';

/** Members of weight 1, as many as wanted, each in a zone of its own unless `zoneOf` says otherwise. */
export function members(count: number, zoneOf = (index: number) => `z${index}`): RingMember[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `w${index}`,
    zone: zoneOf(index),
    capacity: 1,
    warmth: 1,
  }));
}

/** Up to `maxCount` members of any names, in one to five zones, of equal weight. */
export const anyEqualMembers = (maxCount: number, minCount = 1) =>
  fc
    .record({
      names: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), {
        minLength: minCount,
        maxLength: maxCount,
        size: 'max',
      }),
      zones: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ names, zones }) =>
      names.map((id, index): RingMember => ({ id, zone: `z${index % zones}`, capacity: 1, warmth: 1 })),
    );

/** The same with capacities and warmths that differ. */
export const anyMembers = (maxCount: number, minCount = 1) =>
  fc
    .tuple(
      anyEqualMembers(maxCount, minCount),
      fc.infiniteStream(fc.constantFrom(0.5, 1, 2, 4)),
      fc.nat(),
      fc.constantFrom(0.125, 0.5, 1),
    )
    .map(([equal, capacities, cold, warmth]) =>
      equal.map((member, index) => ({
        ...member,
        capacity: capacities.next().value ?? 1,
        warmth: index === cold % equal.length ? warmth : 1,
      })),
    );

export function place(list: readonly RingMember[]): Placement {
  return createPlacement({ epoch: 1, members: list });
}

export const slots: readonly number[] = Array.from({ length: slotCount }, (_, slot) => slot);

/** How many slots each worker has by `workerOf`. */
export function countsOf(workerOf: (slot: number) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const slot of slots) {
    const worker = workerOf(slot);
    if (worker !== undefined) counts.set(worker, (counts.get(worker) ?? 0) + 1);
  }
  return counts;
}

/** Where each slot's master was and is, for those that changed. */
export function moves(before: Placement, after: Placement) {
  return slots.flatMap((slot) => {
    const from = before.master(slot);
    const to = after.master(slot);
    return from === to ? [] : [{ slot, from, to }];
  });
}
