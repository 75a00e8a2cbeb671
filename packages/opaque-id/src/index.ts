export { textLength as opaqueIdLength } from './base58.js';
export { generateKeyRing, type OpaqueIdKey, parseKeyRing } from './key-ring.js';
export { createOpaqueIds, type OpaqueIds } from './opaque-ids.js';
