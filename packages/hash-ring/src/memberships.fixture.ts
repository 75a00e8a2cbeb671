import fc from 'fast-check';
import type { RingMember } from './ring-member.js';

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
export const anyMembers = (maxCount: number) =>
  fc
    .tuple(anyEqualMembers(maxCount), fc.infiniteStream(fc.constantFrom(0.5, 1, 2, 3)), fc.nat())
    .map(([equal, capacities, cold]) =>
      equal.map((member, index) => ({
        ...member,
        capacity: capacities.next().value ?? 1,
        warmth: index === cold % equal.length ? 0.125 : 1,
      })),
    );
