/** A content ID belongs to one of this many slots, for good; placement moves slots, never single videos. */
export const slotCount = 65_536;

/** No worker is master of more than this times its share. */
export const masterBound = 1.05;

/**
 * No worker is replica of more than this times its share, where that can be: with ten workers in three zones, 1.05 would leave
 * 2 % of the slots with both copies in one zone.
 */
export const replicaBound = 1.25;
