import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { BlockChecks, blockBytes } from './block-checks.js';

test('a changed bit of any block is found, however the bytes came', () => {
  const bytes = randomBytes(2 * blockBytes + 1_000);
  const checks = new BlockChecks();
  for (const [from, to] of [
    [0, 10],
    [10, blockBytes + 5],
    [blockBytes + 5, 2 * blockBytes],
    [2 * blockBytes, bytes.length],
  ])
    checks.push(bytes.subarray(from, to));
  const blocks = [0, 1, 2].map((block) => bytes.subarray(block * blockBytes, (block + 1) * blockBytes));
  for (const [block, stored] of blocks.entries()) {
    expect(checks.fits(block, stored)).toBe(true);
    expect(checks.fits(block, stored.subarray(1))).toBe(false);
    stored[stored.length - 1] = (stored.at(-1) as number) ^ 4;
    expect(checks.fits(block, stored)).toBe(false);
  }
});
