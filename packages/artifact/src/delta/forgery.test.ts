import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta } from './apply-delta.js';
import { createDelta } from './create-delta.js';
import { DeltaReader, DeltaWriter } from './delta-form.js';
import { createSignature, maxSignatureBytes, parseSignature } from './signature.js';
import { collect, cutUp, memoryReader, memoryWriter, noise } from './testing.js';

const base = noise(1, 7_100);
const expected = { length: base.length, sha256: createHash('sha256').update(base).digest('hex') };
const protocolError = expect.objectContaining({ code: 'peer_protocol' });

/** Applies a delta to `base`; the promise fails as `applyDelta` does. */
async function apply(delta: Uint8Array, step = 1_000): Promise<Buffer> {
  const output = memoryWriter();
  try {
    await applyDelta(memoryReader(base), cutUp(delta, step), output, expected);
  } finally {
    expect(output.written().length).toBeLessThanOrEqual(expected.length);
  }
  return output.written();
}

/** The copy of `count` blocks from `skip` blocks behind the last, as numbers below 64. */
const copy = (count: number, skip: number) => [2 * count + 1, skip < 0 ? -2 * skip - 1 : 2 * skip];

test.each([
  ['none', []],
  ['one that is cut behind a whole operation', copy(5, 0)],
  ['one that is cut within a number', [...copy(11, 0), 0x80]],
  ['one that is cut within a copy', [...copy(11, 0), 3]],
  ['one that is cut within a literal', [...copy(10, 0), 2 * 100, 1, 2]],
  ['a copy before the base', copy(1, -1)],
  ['a copy behind the base', copy(1, 11)],
  ['a copy that ends behind the base', copy(12, 0)],
  ['more than is expected, copied', [...copy(11, 0), ...copy(1, -1)]],
  ['more than is expected, literal', [...copy(11, 0), 2, 7]],
  ['a literal of nothing', [0, ...copy(11, 0)]],
  ['a copy of nothing', [1, 0, ...copy(11, 0)]],
  ['a number that no double holds', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
  ['a number without end', Array.from({ length: 30 }, () => 0xff)],
])('of deltas, %s is refused', async (_, bytes) => {
  await expect(apply(Uint8Array.from(bytes))).rejects.toEqual(protocolError);
  await expect(apply(Uint8Array.from(bytes), 1)).rejects.toEqual(protocolError);
});

test('a delta that fits but makes other bytes is refused by their digest', async () => {
  await expect(apply(Uint8Array.from([...copy(1, 1), ...copy(1, -2), ...copy(9, 1)]))).rejects.toEqual(
    expect.objectContaining({ code: 'digest_mismatch' }),
  );
  expect(base.equals(await apply(Uint8Array.from(copy(11, 0))))).toBe(true);
});

test('no bytes at all make anything but the result or a refusal', async () => {
  const good = await collect(createDelta(await createSignature(memoryReader(base)), memoryReader(base)));
  const mutation = fc.tuple(fc.nat(40), fc.nat(3), fc.uint8Array({ maxLength: 12 }));
  const bytes = mutation.map(([at, remove, insert]) =>
    Buffer.concat([good.subarray(0, at), insert, good.subarray(at + remove)]),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, fc.uint8Array({ maxLength: 300 })), async (delta) => {
      const result = await apply(delta).catch((error: { code?: string }) => error.code);
      if (Buffer.isBuffer(result)) expect(result.equals(base)).toBe(true);
      else expect(['peer_protocol', 'digest_mismatch']).toContain(result);
    }),
    { numRuns: 1_000 },
  );
});

test('a signature is as long as the length that it names asks for, or refused', async () => {
  const good = Buffer.from(await createSignature(memoryReader(base)));
  const withLength = (length: number) => {
    const forged = Buffer.from(good);
    forged.writeUIntBE(length, 1, 6);
    return forged;
  };
  const refused = [
    Buffer.alloc(0),
    good.subarray(0, 6),
    good.subarray(0, -1),
    Buffer.concat([good, Buffer.alloc(1)]),
    Buffer.concat([Buffer.of(2), good.subarray(1)]),
    withLength(2 ** 48 - 1),
    withLength(0),
    // With as many digests as the longest base that is offered has.
    Buffer.concat([Buffer.of(0, 0, 0x11, 0, 0, 0, 0), Buffer.alloc(524_288 * 8)]),
  ];
  for (const bytes of refused) {
    expect(() => parseSignature(bytes)).toThrow(protocolError);
    await expect(collect(createDelta(bytes, memoryReader(base)))).rejects.toEqual(protocolError);
  }
  expect(parseSignature(good).layout).toMatchObject({ baseLength: 7_100, blockCount: 11, tailLength: 100 });
  expect(maxSignatureBytes).toBeLessThan(11 * 1024 * 1024);
});

test('whatever digests a signature has, its delta is one for some base of that length', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 66, maxLength: 66 }), async (digests) => {
      const good = await createSignature(memoryReader(base));
      const forged = Buffer.concat([good.subarray(0, 7), digests]);
      const delta = await collect(createDelta(forged, memoryReader(base)));
      const whole = new DeltaWriter();
      whole.literal(base);
      expect(delta.equals(whole.take(true))).toBe(true);
    }),
  );
});

test('weak checksums that always fit, with strong digests that never do, make no endless work', async () => {
  const zeros = Buffer.alloc(100_000_000);
  const forged = Buffer.from(await createSignature(memoryReader(zeros)));
  // Of 7 bytes for a block the last is the strong digest's.
  for (let at = 7 + 6; at < forged.length; at += 7) forged[at] = (forged[at] as number) ^ 1;
  let bytes = 0;
  // Each of so many windows of 10 kB would be digested: minutes.
  for await (const delta of createDelta(forged, memoryReader(zeros))) bytes += delta.length;
  expect(bytes).toBeGreaterThan(zeros.length);
}, 15_000);

test('numbers beyond 32 bits keep their value', () => {
  const writer = new DeltaWriter();
  writer.copy(2 ** 45);
  writer.copy(3);
  writer.copy(4);
  const reader = new DeltaReader();
  expect([...reader.read(writer.take(true))]).toEqual([
    { kind: 'copy', block: 2 ** 45, count: 1 },
    { kind: 'copy', block: 3, count: 2 },
  ]);
  expect(reader.isBetween).toBe(true);
});
