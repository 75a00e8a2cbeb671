import { expect, test } from 'vitest';
import { masterRoom, replicaRoom, slotCount } from './slots.js';

test.each([
  [0, 0],
  [0.1, 1.05 * 0.1],
  [1 / 3, 1.05 / 3],
  // From a share of 0.4 on, 2 % of all slots are less than 5 % of the share.
  [0.5, 0.52],
  [0.9, 0.92],
])('a share of %s is master of at most %s of the slots', (share, most) => {
  expect(masterRoom(share)).toBe(Math.floor(most * slotCount));
});

test.each([1, 2, 3, 7, 50, 200, 1_000])(
  '%s workers together have room for every slot, as masters and as replicas',
  (count) => {
    expect(count * masterRoom(1 / count)).toBeGreaterThanOrEqual(slotCount);
    expect(count * replicaRoom(1 / count)).toBeGreaterThanOrEqual(slotCount);
  },
);

test('so have a thousand of which one has nine tenths of the weight', () => {
  expect(masterRoom(0.9) + 999 * masterRoom(0.1 / 999)).toBeGreaterThanOrEqual(slotCount);
});
