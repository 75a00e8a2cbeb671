import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { OpaqueIdKey } from './key-ring.js';

/** AES-256 as the bare permutation of 16-byte blocks, and the constant that a genuine block carries. */
export interface BlockCipher {
  readonly number: number;
  /** 8 bytes that stand behind the content ID in every block of this key. */
  readonly check: Buffer;
  encipher(block: Buffer): Buffer;
  decipher(block: Buffer): Buffer;
}

/**
 * Derives the cipher's key and the check block from the secret (HKDF, RFC 5869), the key number included, so that the
 * same secret under another number is another cipher.
 *
 * One cipher object serves for good: ECB without padding keeps nothing between blocks, and making one for each ID costs
 * several times the block itself (docs/decisions/0001-opaque-id-form.md).
 */
export function createBlockCipher({ number, key }: OpaqueIdKey): BlockCipher {
  const derived = Buffer.from(hkdfSync('sha256', key, '', `understudy opaque-id ${number}`, 40));
  const cipherKey = derived.subarray(0, 32);
  const encipher = createCipheriv('aes-256-ecb', cipherKey, null).setAutoPadding(false);
  const decipher = createDecipheriv('aes-256-ecb', cipherKey, null).setAutoPadding(false);
  return {
    number,
    check: derived.subarray(32),
    encipher: (block) => encipher.update(block),
    decipher: (block) => decipher.update(block),
  };
}
