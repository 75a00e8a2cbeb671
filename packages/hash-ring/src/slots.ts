/** A content ID belongs to one of this many slots, for good; placement moves slots, never single videos. */
export const slotCount = 65_536;

/** No worker is master of more than this times its share … */
const masterBound = 1.05;

/** … nor of more than its share and this fraction of all slots: with two workers 1.05 alone would let a join move 1/2 + 2.5 %. */
const masterExcess = 0.02;

/**
 * No worker is replica of more than this times its share, where that can be: with ten workers in three zones, 1.05 would leave
 * 2 % of the slots with both copies in one zone.
 */
const replicaBound = 1.25;

/** How many slots a worker with a share (0 to 1) may be master of. */
export function masterRoom(share: number): number {
  return Math.floor(Math.min(masterBound * share, share + masterExcess) * slotCount);
}

/** How many slots a worker with a share (0 to 1) may be replica of, where that can be. */
export function replicaRoom(share: number): number {
  return Math.floor(replicaBound * share * slotCount);
}
