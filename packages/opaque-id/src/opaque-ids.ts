import { randomBytes, timingSafeEqual } from 'node:crypto';
import { fromBase58, textLength, toBase58 } from './base58.js';
import { createBlockCipher } from './block-cipher.js';
import { checkKeys, type OpaqueIdKey } from './key-ring.js';

export interface OpaqueIds {
  /** The opaque ID of a content ID (unsigned 64-bit), under the newest key. The same content ID gives the same text. */
  encode(contentId: bigint): string;
  /** The content ID, or nothing unless `text` is exactly what `encode` gives under one of the keys. Never throws. */
  decode(text: string): bigint | undefined;
}

/** What is deciphered in place of a text of the wrong length: any text of the right one will do. */
const decoyText = '1'.repeat(textLength);

/**
 * Opaque IDs over a ring of keys; the one with the highest number makes new IDs, all of them read.
 *
 * An ID is `key number (8 bits) | AES-256(content ID (64 bits) | check block (64 bits))` in base58: one block, so that
 * changing any bit of it makes all 128 deciphered bits random, and one forgery in 2^64 has the check block right.
 * @throws UnderstudyError `invalid_configuration` for an empty ring, a key that has not 32 bytes, or a number not from 0 to 255 or there twice.
 */
export function createOpaqueIds(keys: readonly OpaqueIdKey[]): OpaqueIds {
  checkKeys(keys);
  const ciphers = keys.map(createBlockCipher);
  const newest = ciphers.reduce((a, b) => (a.number > b.number ? a : b));
  const cipherOf = new Map(ciphers.map((cipher) => [cipher.number, cipher]));
  // Deciphers for numbers that have no key, so that an unknown number costs what a known one does.
  const decoy = createBlockCipher({ number: -1, key: randomBytes(32) });

  return {
    encode(contentId) {
      const block = Buffer.allocUnsafe(16);
      block.writeBigUInt64BE(contentId, 0);
      newest.check.copy(block, 8);
      return toBase58((BigInt(newest.number) << 128n) | toBigInt(newest.encipher(block)));
    },

    // Every text takes the same steps, so that the time tells nothing about what was wrong. A text of another length
    // is never walked: however long it is, its length is all that is read.
    decode(text) {
      const rightLength = typeof text === 'string' && text.length === textLength;
      const candidate = rightLength ? text : decoyText;
      const value = fromBase58(candidate);
      const canonical = toBase58(value) === candidate;
      const cipher = cipherOf.get(Number(value >> 128n)) ?? decoy;
      const block = cipher.decipher(toBlock(value));
      const genuine = timingSafeEqual(block.subarray(8), cipher.check);
      const contentId = block.readBigUInt64BE(0);
      return rightLength && canonical && cipher !== decoy && genuine ? contentId : undefined;
    },
  };
}

function toBlock(value: bigint): Buffer {
  const block = Buffer.allocUnsafe(16);
  block.writeBigUInt64BE(BigInt.asUintN(64, value >> 64n), 0);
  block.writeBigUInt64BE(BigInt.asUintN(64, value), 8);
  return block;
}

function toBigInt(block: Buffer): bigint {
  return (block.readBigUInt64BE(0) << 64n) | block.readBigUInt64BE(8);
}
