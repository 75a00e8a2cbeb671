import type { RingPoints } from './ring-points.js';
import { slotCount } from './slots.js';

/** Slots are spread evenly over the ring: slot s begins at position s × 65,536. */
const slotSpan = 2 ** 32 / slotCount;

/** For each slot the index of the first point at or after its position: where its walk around the ring begins. */
export function firstPoints({ positions }: RingPoints): Uint32Array {
  const first = new Uint32Array(slotCount);
  let point = 0;
  for (let slot = 0; slot < slotCount; slot += 1) {
    while (point < positions.length && (positions[point] as number) < slot * slotSpan) point += 1;
    // Behind the last point the ring begins again.
    first[slot] = point === positions.length ? 0 : point;
  }
  return first;
}

/** The first owner that `accepts`, walking from a point once around; undefined when none does. */
export function walk(
  owners: Uint16Array,
  from: number,
  accepts: (owner: number) => boolean,
): number | undefined {
  for (let step = 0, point = from; step < owners.length; step += 1) {
    const owner = owners[point] as number;
    if (accepts(owner)) return owner;
    point = point + 1 === owners.length ? 0 : point + 1;
  }
  return undefined;
}
