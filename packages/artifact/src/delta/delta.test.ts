import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta } from './apply-delta.js';
import type { Strength } from './block-layout.js';
import { createDelta } from './create-delta.js';
import { createSignature } from './signature.js';
import { collect, cutUp, memoryReader, memoryWriter, noise } from './testing.js';

/** Takes `base` to `source` and returns how many bytes came. Both sides read, and the delta travels, in odd sizes. */
async function repaired(base: Uint8Array, source: Uint8Array, strength: Strength = 'quick', step = 1 << 20) {
  const signature = await createSignature(memoryReader(base), strength);
  const delta = await collect(createDelta(signature, memoryReader(source)));
  const output = memoryWriter();
  const sha256 = createHash('sha256').update(source).digest('hex');
  await applyDelta(memoryReader(base), cutUp(delta, step), output, { length: source.length, sha256 });
  expect(Buffer.compare(output.written(), source)).toBe(0);
  return delta.length;
}

/** Below 490,000 bytes. */
const blockLength = 700;
const base = noise(1, 300_500);
/** 429 blocks and one of 200 bytes. */
const tailAt = 429 * blockLength;
/** What operations may cost beside the bytes that they carry. */
const fewBytes = 20;

test('what is there does not travel: the same file, its beginning, its end, its middle', async () => {
  expect(await repaired(base, base)).toBeLessThan(fewBytes);
  expect(await repaired(base, base.subarray(0, tailAt))).toBeLessThan(fewBytes);
  expect(await repaired(base, base.subarray(100_100))).toBeLessThan(fewBytes);
  expect(await repaired(base, base.subarray(70_000, 140_000))).toBeLessThan(fewBytes);
});

test('an append costs what is appended, from any length on; nothing to begin with costs the whole', async () => {
  for (const had of [0, 1, 699, 700, 701, 1_400, 123_456, 300_499]) {
    const cost = await repaired(base.subarray(0, had), base);
    expect(cost).toBeGreaterThanOrEqual(base.length - had);
    expect(cost).toBeLessThan(base.length - had + fewBytes);
  }
});

test('a changed byte costs its block, wherever it is', async () => {
  for (const at of [0, 1, 699, 700, 150_000, tailAt - 1]) {
    const source = Buffer.from(base);
    source[at] = (source[at] as number) ^ 1;
    expect(await repaired(base, source)).toBeLessThan(blockLength + fewBytes);
  }
  const source = Buffer.from(base);
  source[tailAt] = (source[tailAt] as number) ^ 1;
  expect(await repaired(base, source)).toBeLessThan(200 + fewBytes);
});

test('the short block at the end is found where the block before it is changed', async () => {
  const source = Buffer.from(base);
  source[tailAt - 1] = (source[tailAt - 1] as number) ^ 1;
  expect(await repaired(base, source)).toBeLessThan(blockLength + fewBytes);
});

test('bytes that moved are found: put in, taken out, and blocks in another order', async () => {
  const insertion = noise(2, 1_001);
  const inserted = Buffer.concat([insertion, base]);
  expect(await repaired(base, inserted)).toBeLessThan(1_001 + fewBytes);
  const within = Buffer.concat([base.subarray(0, 1_750), insertion, base.subarray(1_750)]);
  expect(await repaired(base, within)).toBeLessThan(1_001 + blockLength + fewBytes);
  const without = Buffer.concat([base.subarray(0, 1_750), base.subarray(1_751)]);
  expect(await repaired(base, without)).toBeLessThan(blockLength + fewBytes);
  const swapped = Buffer.concat([base.subarray(140_000, 280_000), base.subarray(0, 140_000)]);
  expect(await repaired(base, swapped)).toBeLessThan(fewBytes);
});

test('what is found in one read goes on in the next', async () => {
  const long = noise(6, 5_000_000);
  const source = Buffer.concat([noise(7, 12_345), long, noise(8, 1_500_000), long.subarray(1_000_000)]);
  expect(await repaired(long, source)).toBeLessThan(1_512_345 + 2 * 2_232 + 3 * fewBytes);
});

test('bytes that have nothing in common cost themselves', async () => {
  const source = noise(3, 2_500_000);
  expect(await repaired(base, source)).toBeLessThan(source.length + 5 * fewBytes);
});

test('any edits of any base, in pieces of any size, with digests of either strength', async () => {
  const edit = fc.record({
    at: fc.nat(6_000),
    remove: fc.constantFrom(0, 1, 16, 700, 2_100),
    insert: fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(700, 1_401).map((length) => Buffer.alloc(length)),
    ),
  });
  const bases = fc.oneof(
    fc.nat(6_000).map((length) => noise(4, length)),
    fc.nat(6_000).map((length) => Buffer.alloc(length)),
    fc.nat(8).map((blocks) => Buffer.concat(Array.from({ length: blocks }, () => noise(5, blockLength)))),
    fc.uint8Array({ maxLength: 1_500 }),
  );
  await fc.assert(
    fc.asyncProperty(
      bases,
      fc.array(edit, { maxLength: 6 }),
      fc.integer({ min: 1, max: 3_000 }),
      fc.constantFrom('quick', 'thorough'),
      async (before, edits, step, strength) => {
        let after = Buffer.from(before);
        for (const { at, remove, insert } of edits) {
          after = Buffer.concat([after.subarray(0, at), insert, after.subarray(at + remove)]);
        }
        const cost = await repaired(before, after, strength, step);
        const [touched, added] = edits.reduce(
          ([cuts, bytes], { insert }) => [cuts + 1, bytes + insert.length],
          [0, 0],
        );
        // An edit spoils at most the block that it begins in, the one that it ends in, and the short one at the end.
        expect(cost).toBeLessThanOrEqual(added + (2 * touched + 1) * (blockLength + fewBytes));
      },
    ),
    { numRuns: 300 },
  );
});

test('a file of zeros, of which each window is each block, takes time by its length', async () => {
  const zeros = Buffer.alloc(8_000_000);
  expect(await repaired(zeros, zeros)).toBeLessThan(fewBytes);
  const odd = Buffer.concat([Buffer.from([1]), zeros, Buffer.from([1]), zeros.subarray(3)]);
  expect(await repaired(zeros, odd)).toBeLessThan(20_000);
  expect(await repaired(Buffer.alloc(80_000), zeros)).toBeLessThan(2_000);
}, 10_000);
