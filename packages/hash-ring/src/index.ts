export { createPlacement, type Placement } from './placement.js';
export { createPools, type PoolMember, type Pools } from './pools.js';
export { type RingMember, weightOf } from './ring-member.js';
export { createSlotHash } from './slot-hash.js';
export { slotCount } from './slots.js';
export { slowStartWarmth } from './slow-start.js';
