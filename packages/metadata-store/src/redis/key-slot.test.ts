import { expect, test } from 'vitest';
import { keySlot } from './key-slot.js';

// What CLUSTER KEYSLOT of Redis 7.0 answers.
test.each([
  ['', 0],
  ['123456789', 12_739],
  ['foo', 12_182],
  ['{foo}', 12_182],
  ['a{foo}b{bar}', 12_182],
  ['foo{}{bar}', 8363],
  ['foo{{bar}}zap', 4015],
  ['}foo{', 8453],
  ['video-é🎬', 6103],
])('the slot of %j is %i', (key, slot) => {
  expect(keySlot(key)).toBe(slot);
});
