import { createDecipheriv, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createBlockCipher } from './block-cipher.js';

const key = Buffer.alloc(32, 1);

// The objects are documented as streams; that `update` gives each block at once and forgets it is what this package leans on.
test('a cipher kept open gives each block what a new one gives', () => {
  const kept = createBlockCipher({ number: 1, key });
  for (let round = 0; round < 1000; round += 1) {
    const block = randomBytes(16);
    const enciphered = kept.encipher(block);
    expect(enciphered).toHaveLength(16);
    expect(createBlockCipher({ number: 1, key }).encipher(block)).toEqual(enciphered);
    expect(kept.decipher(randomBytes(16))).toHaveLength(16);
    expect(kept.decipher(enciphered)).toEqual(block);
  }
});

test('without automatic padding is what makes it so', () => {
  const padded = createDecipheriv('aes-256-ecb', key, null);
  expect(padded.update(randomBytes(16))).toHaveLength(0);
});

test('the same secret under another number is another cipher with another check block', () => {
  const [one, two] = [createBlockCipher({ number: 1, key }), createBlockCipher({ number: 2, key })];
  expect(one.check).not.toEqual(two.check);
  expect(one.encipher(Buffer.alloc(16))).not.toEqual(two.encipher(Buffer.alloc(16)));
});
