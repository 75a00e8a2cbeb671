import { memberPoints } from './member-points.js';
import { type RingMember, weightOf } from './ring-member.js';
import { slotCount } from './slots.js';

/**
 * Digests, of eight points each, of a member of weight 1. With 1,024 points and more the arcs of a member sum up to its share
 * within 3 %, and a join moves less than 2 % too much; 2,048 keep that down to a weight of a half.
 */
const digestsPerWeight = 256;
/** A heavier member than 4 has no more points; what is missing comes to it from those that are full. */
const maxDigests = 1_024;

/** So many points are remembered (16 MB): a new epoch differs from the last in one member or two. */
const rememberedPoints = 2 ** 22;
const remembered = new Map<string, Uint32Array>();
let rememberedSize = 0;

/** The ring: the owners of all points, by their index among the members, in the order of the points. */
export interface RingPoints {
  readonly owners: Uint16Array;
  /** At each slot the index of the first point at or after its beginning: where its walk around the ring begins. */
  readonly first: Uint32Array;
}

/** The points of all members, merged. */
export function ringPoints(members: readonly RingMember[]): RingPoints {
  return mergePoints(members.map((member) => pointsOf(member)));
}

/** Slots are spread evenly over the ring of 32-bit points: slot s begins at s × 65,536, so a point's upper half is its slot. */
const slotBits = 16;
const withinSlot = 2 ** slotBits - 1;

/**
 * The points of each owner in one order; at equal positions the lower owner comes first. Linear in the number of points: they
 * are dealt to their slots and only sorted there (400,000 points in 10 ms, where sorting them all takes 150). The loops count
 * indices because typed arrays' iterators and callbacks take five times as long.
 */
export function mergePoints(pointsByOwner: readonly Uint32Array[]): RingPoints {
  const first = countUpTo(pointsByOwner);
  const count = first[slotCount] as number;
  const next = first.slice();
  // The place within the slot, then the owner.
  const keys = new Uint32Array(count);
  for (let owner = 0; owner < pointsByOwner.length; owner += 1) {
    const points = pointsByOwner[owner] as Uint32Array;
    for (let i = 0; i < points.length; i += 1) {
      const point = points[i] as number;
      const slot = point >>> slotBits;
      const at = next[slot] as number;
      keys[at] = (point & withinSlot) * 2 ** 16 + owner;
      next[slot] = at + 1;
    }
  }
  for (let slot = 0; slot < slotCount; slot += 1) {
    sortRange(keys, first[slot] as number, first[slot + 1] as number);
    // Behind the last point the ring begins again.
    if (first[slot] === count) first[slot] = 0;
  }
  // The lower half of each key: its owner.
  const owners = new Uint16Array(count);
  for (let i = 0; i < count; i += 1) owners[i] = keys[i] as number;
  return { owners, first };
}

/** At s the number of points before slot s; at the end that of all. */
function countUpTo(pointsByOwner: readonly Uint32Array[]): Uint32Array {
  const counts = new Uint32Array(slotCount + 1);
  for (const points of pointsByOwner) {
    for (let i = 0; i < points.length; i += 1) {
      const after = ((points[i] as number) >>> slotBits) + 1;
      counts[after] = (counts[after] as number) + 1;
    }
  }
  for (let slot = 0; slot < slotCount; slot += 1) {
    counts[slot + 1] = (counts[slot + 1] as number) + (counts[slot] as number);
  }
  return counts;
}

/** By insertion: a slot has a few points, and making a view of each to call `sort` on takes longer. */
function sortRange(keys: Uint32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i += 1) {
    const key = keys[i] as number;
    let at = i;
    while (at > from && (keys[at - 1] as number) > key) {
      keys[at] = keys[at - 1] as number;
      at -= 1;
    }
    keys[at] = key;
  }
}

function pointsOf(member: RingMember): Uint32Array {
  const digests = Math.min(maxDigests, Math.max(1, Math.round(digestsPerWeight * weightOf(member))));
  const key = `${digests} ${member.id}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const points = memberPoints(member.id, digests);
  remembered.set(key, points);
  rememberedSize += points.length;
  for (const [oldest, forgotten] of remembered) {
    if (rememberedSize <= rememberedPoints) break;
    remembered.delete(oldest);
    rememberedSize -= forgotten.length;
  }
  return points;
}
