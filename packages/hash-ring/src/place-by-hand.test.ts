import { expect, test } from 'vitest';
import { placeMasters } from './place-masters.js';
import { placeReplicas } from './place-replicas.js';
import { mergePoints } from './ring-points.js';
import { slotCount } from './slots.js';

// A ring of four points at the ends of its quarters, in the order A B A C: what is expected can be counted on fingers.
const quarter = 2 ** 30;
const [a, b] = [0, 1];
const points = mergePoints([
  Uint32Array.of(quarter - 1, 3 * quarter - 1),
  Uint32Array.of(2 * quarter - 1),
  Uint32Array.of(4 * quarter - 1),
]);
const plenty = Uint32Array.of(slotCount, slotCount, slotCount);
const none = Uint32Array.of(0, 0, 0);
const eighth = slotCount / 8;

/** Who has each eighth of the slots: one letter where they all are the same worker's, '?' where not. */
function eighths(owners: Uint16Array): string {
  return Array.from({ length: 8 }, (_, index) => {
    const part = new Set(owners.subarray(index * eighth, (index + 1) * eighth));
    return part.size === 1 ? 'ABC'[[...part][0] as number] : '?';
  }).join('');
}

test.each([
  ['each slot is that of the next point', plenty, 'AABBAACC'],
  ['who is full leaves the rest to the next', Uint32Array.of(3 * eighth, slotCount, slotCount), 'AABBACCC'],
  ['and to the one after it', Uint32Array.of(3 * eighth, slotCount, 2 * eighth), 'AABBACCB'],
  ['slots before a full one do not move', Uint32Array.of(slotCount, eighth, slotCount), 'AABAAACC'],
])('masters: %s', (_, room, expected) => {
  expect(eighths(placeMasters(points, room))).toBe(expected);
});

const masters = placeMasters(points, plenty);
test.each([
  // masters:                                                                                          AABBAACC
  ['the next after the master', Uint16Array.of(0, 1, 2), plenty, 'BBAACCAA'],
  ['the next in another zone, B in that of A', Uint16Array.of(0, 0, 1), plenty, 'CCCCCCAA'],
  ['the next in another zone, C in that of A', Uint16Array.of(0, 1, 0), plenty, 'BBAABBBB'],
  ['any other where there is but one zone', Uint16Array.of(0, 0, 0), plenty, 'BBAACCAA'],
  [
    'another zone before balance, but only while it has room',
    Uint16Array.of(0, 0, 1),
    Uint32Array.of(slotCount, slotCount, 3 * eighth),
    'CCCABBAA',
  ],
  ['a second copy before balance', Uint16Array.of(0, 0, 1), none, 'CCCCCCAA'],
])('replicas: %s', (_, zones, room, expected) => {
  expect(eighths(placeReplicas({ points, masters, room, zones }))).toBe(expected);
});

test('at equal positions the lower owner comes first, and behind the last point the ring begins again', () => {
  const { owners, first } = mergePoints([Uint32Array.of(7), Uint32Array.of(7, 5)]);
  expect([...owners]).toEqual([b, a, b]);
  expect([first[0], first[1], first[slotCount - 1]]).toEqual([0, 0, 0]);
});
