import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBase58 } from './base58.js';
import { createOpaqueIds, opaqueIdLength } from './index.js';

const key1 = { number: 1, key: Buffer.alloc(32, 1) };
const key2 = { number: 2, key: Buffer.alloc(32, 2) };
const ids = createOpaqueIds([key1, key2]);
const contentIds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

test('every content ID comes back, from one text of one length', () => {
  fc.assert(
    fc.property(contentIds, (contentId) => {
      const text = ids.encode(contentId);
      expect(text).toHaveLength(opaqueIdLength);
      expect(ids.encode(contentId)).toBe(text);
      expect(ids.decode(text)).toBe(contentId);
    }),
  );
});

test('the form stays the same from version to version: links are kept for years', () => {
  expect(ids.encode(42n)).toBe('12Dkg3kEY9bA15GCZd1wdX9f');
  expect(createOpaqueIds([key1]).encode(42n)).toBe('11meFNQYq9AZnPaWFnia4arF');
});

test('neighbouring content IDs have nothing in common', () => {
  const [one, two] = [ids.encode(1n), ids.encode(2n)];
  const alike = [...one].filter((letter, place) => letter === two[place]);
  // The first two letters are the key number; of 22 random ones two or three agree by chance once in twenty times.
  expect(alike.length).toBeLessThan(8);
});

test('a content ID that is no unsigned 64-bit number has no opaque ID', () => {
  expect(() => ids.encode(-1n)).toThrow(RangeError);
  expect(() => ids.encode(2n ** 64n)).toThrow(RangeError);
});

test('the newest key encodes, whatever its place; old ones stay readable until they are taken out', () => {
  const before = createOpaqueIds([key1]);
  const old = before.encode(7n);
  expect(createOpaqueIds([key2, key1]).encode(7n)).toBe(ids.encode(7n));
  expect(ids.encode(7n)).not.toBe(old);
  expect(ids.decode(old)).toBe(7n);
  expect(before.decode(ids.encode(7n))).toBeUndefined();
  expect(createOpaqueIds([key2]).decode(old)).toBeUndefined();
});

test('an ID of another key with the same number is refused', () => {
  const foreign = createOpaqueIds([{ number: 2, key: Buffer.alloc(32, 9) }]);
  fc.assert(fc.property(contentIds, (contentId) => ids.decode(foreign.encode(contentId)) === undefined));
});

// 2,500 of each kind: 10,000 in all.
const runs = { numRuns: 2500 };

test('random texts are refused', () => {
  const letters = fc.array(fc.constantFrom(...alphabet), { minLength: 24, maxLength: 24 });
  const wellFormed = letters.map((all) => all.join(''));
  const canonical = fc.tuple(fc.constantFrom(1n, 2n, 3n), fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }));
  const blocks = canonical.map(([number, block]) => toBase58((number << 128n) | block));
  const texts = fc.oneof(wellFormed, blocks, fc.string(), fc.string({ minLength: 24, maxLength: 24 }));
  fc.assert(
    fc.property(texts, (text) => ids.decode(text) === undefined),
    runs,
  );
});

test('a truncated ID is refused', () => {
  fc.assert(
    fc.property(contentIds, fc.nat(23), fc.boolean(), (contentId, length, fromEnd) => {
      const text = ids.encode(contentId);
      expect(ids.decode(fromEnd ? text.slice(24 - length) : text.slice(0, length))).toBeUndefined();
    }),
    runs,
  );
});

test('an ID with one letter altered is refused', () => {
  const letters = fc.oneof(
    fc.constantFrom(...alphabet),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(contentIds, fc.nat(23), letters, (contentId, place, letter) => {
      const text = ids.encode(contentId);
      const altered = text.slice(0, place) + letter + text.slice(place + 1);
      fc.pre(altered !== text);
      expect(ids.decode(altered)).toBeUndefined();
    }),
    runs,
  );
});

test('an ID with anything before or behind it is refused', () => {
  fc.assert(
    fc.property(contentIds, fc.string({ minLength: 1 }), fc.nat(5000), (contentId, more, times) => {
      const text = ids.encode(contentId);
      expect(ids.decode(text + more.repeat(times + 1))).toBeUndefined();
      expect(ids.decode(more + text)).toBeUndefined();
    }),
    runs,
  );
});

test('the same number in more letters, or above what the letters may hold, is refused', () => {
  const text = ids.encode(1n);
  expect(ids.decode(`1${text}`)).toBeUndefined();
  expect(ids.decode('z'.repeat(24))).toBeUndefined();
  // The same 136 bits with an excess of 2^136, which 24 letters can still write.
  expect(ids.decode(aliasOf(text))).toBeUndefined();
});

test('what is not a text is refused without throwing', () => {
  for (const value of [undefined, null, 5, 5n, {}, [], ['x'], { length: 24 }, Symbol('x')]) {
    expect(ids.decode(value as never)).toBeUndefined();
  }
});

test('refusing takes no less time than reading, whatever is wrong', () => {
  const text = ids.encode(1n);
  const unknownNumber = createOpaqueIds([{ number: 99, key: randomBytes(32) }]).encode(1n);
  const kinds = [
    text,
    unknownNumber,
    `${text.slice(0, 23)}1`,
    text.slice(1),
    '!'.repeat(24),
    text.repeat(50_000),
  ];
  const fastestUs = kinds.map(() => Number.POSITIVE_INFINITY);
  // Taking turns and keeping the fastest round of each leaves out what the machine does besides; short rounds fit between that.
  for (let round = 0; round < 3_000; round += 1) {
    kinds.forEach((kind, index) => {
      const startedAt = performance.now();
      for (let call = 0; call < 10; call += 1) ids.decode(kind);
      fastestUs[index] = Math.min(fastestUs[index] ?? 0, ((performance.now() - startedAt) / 10) * 1000);
    });
  }
  // 2.5 to 2.8 µs each. Without the decoy cipher the ratio is 2.5, without the decoy text 120.
  expect(Math.max(...fastestUs) / Math.min(...fastestUs)).toBeLessThan(1.6);
});

/** Another text for the same low 136 bits: the value of `text` plus 2^136, in base 58. */
function aliasOf(text: string): string {
  let value = 2n ** 136n;
  for (const [place, letter] of [...text].entries()) {
    value += BigInt(alphabet.indexOf(letter)) * 58n ** BigInt(23 - place);
  }
  let alias = '';
  for (let rest = value; alias.length < 24; rest /= 58n) alias = alphabet.charAt(Number(rest % 58n)) + alias;
  return alias;
}
