import type { RingPoints } from './ring-points.js';
import { slotCount } from './slots.js';
import { walk } from './walk.js';

/**
 * The master of each slot: the first on its walk that has room for one more (consistent hashing with bounded loads, Mirrokni,
 * Thorup and Zadimoghaddam 2016). A slot whose first is full goes on to the next, and comes back when there is room: between two
 * members that stay, a slot moves only for the bound.
 */
export function placeMasters({ owners, first }: RingPoints, room: Uint32Array): Uint16Array {
  const left = Uint32Array.from(room);
  const masters = new Uint16Array(slotCount);
  for (let slot = 0; slot < slotCount; slot += 1) {
    // There is room: the bounds sum up to more than all slots.
    const master = walk(owners, first[slot] as number, (owner) => (left[owner] as number) > 0) as number;
    left[master] = (left[master] as number) - 1;
    masters[slot] = master;
  }
  return masters;
}
