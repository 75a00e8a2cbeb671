import { expect, test } from 'vitest';
import { createSlotHash } from './slot-hash.js';
import { slotCount } from './slots.js';

const slotOf = createSlotHash(Buffer.alloc(32, 1));

test('a content ID has one slot under one key, and another under another', () => {
  const other = createSlotHash(Buffer.alloc(32, 2));
  const ids = Array.from({ length: 1_000 }, (_, index) => BigInt(index));
  expect(ids.map(createSlotHash(Buffer.alloc(32, 1)))).toEqual(ids.map(slotOf));
  expect(ids.filter((id) => other(id) === slotOf(id)).length).toBeLessThan(5);
});

test('consecutive IDs, as a counter gives them, spread over all slots', () => {
  const counts = new Uint32Array(16);
  for (let id = 1n; id <= 16_000n; id += 1n) {
    const slot = slotOf(id);
    expect(slot).toBeLessThan(slotCount);
    const sixteenth = Math.floor((slot / slotCount) * 16);
    counts[sixteenth] = (counts[sixteenth] as number) + 1;
  }
  // Five standard deviations around 1,000.
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(5 * Math.sqrt(1_000));
});

test('the largest ID is taken', () => {
  expect(slotOf(2n ** 64n - 1n)).toBeTypeOf('number');
});
