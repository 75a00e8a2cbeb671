import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDelta, repairFile } from '@understudy/artifact';
import fc from 'fast-check';
import { expect } from 'vitest';
import { collect, memoryReader, noise } from '../../packages/artifact/src/delta/testing.js';
import { cutBytes, cuts, mutatedBytes } from './arbitraries/bytes.js';
import { fuzz, unlessRejected } from './fuzz.js';
import { withTemporaryFolder } from './temporary-folder.js';

const good = noise(9, 9_000);
const expected = { length: good.length, sha256: createHash('sha256').update(good).digest('hex') };
const changes = fc.array(
  fc.record({ at: fc.nat(1_000), bytes: fc.uint8Array({ minLength: 1, maxLength: 5 }) }),
  {
    maxLength: 3,
  },
);
const changed = (bytes: Uint8Array, made: readonly { at: number; bytes: Uint8Array }[]): Buffer => {
  const copy = Buffer.from(bytes);
  for (const { at, bytes: other } of made)
    if (copy.length > 0) copy.set(other.subarray(0, 1), Math.floor((copy.length * at) / 1_001));
  return copy;
};

// Whatever lies there, and whatever a peer sends for it, a file is what its manifest says afterwards, or as it was.
fuzz(
  'repairs',
  fc.record({ base: mutatedBytes(fc.constant(good)), delta: changes, where: cuts }),
  ({ base, delta, where }) =>
    withTemporaryFolder(async (folder) => {
      const [basePath, targetPath] = [join(folder, 'base'), join(folder, 'target')];
      await writeFile(basePath, base);
      const repaired = await unlessRejected(
        () =>
          repairFile({
            ...{ basePath, targetPath, expected, temporaryPath: join(folder, 'part') },
            async *requestDelta(signature) {
              const true_ = await collect(createDelta(signature, memoryReader(good)));
              yield* cutBytes(changed(true_, delta), where);
            },
          }),
        'digest_mismatch',
        'peer_protocol',
      );
      const target = await readFile(targetPath).catch(() => undefined);
      expect(target?.equals(good)).toBe(repaired === undefined ? undefined : true);
      if (delta.length === 0) expect(repaired).toBeDefined();
      expect((await readFile(basePath)).equals(base)).toBe(true);
    }),
  { shortInputs: 60 },
);

// A peer that has the file makes something of any signature, or refuses it.
fuzz(
  'signatures',
  fc.oneof(mutatedBytes(fc.constant(Buffer.alloc(7 + 13 * 6))), fc.uint8Array({ maxLength: 99 })),
  async (bytes) => {
    const delta = await unlessRejected(
      () => collect(createDelta(bytes, memoryReader(good))),
      'peer_protocol',
    );
    // Literals, and a few bytes about each.
    if (delta !== undefined) expect(delta.length).toBeLessThan(2 * good.length);
  },
);
