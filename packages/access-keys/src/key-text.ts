import { createHash, randomBytes } from 'node:crypto';

const idBytes = 8;
const secretBytes = 32;
const form = new RegExp(`^us_([0-9a-f]{${2 * idBytes}})_[A-Za-z0-9_-]{43}$`);

export interface MadeKey {
  readonly id: string;
  /** Shown once: nothing but its digest is kept. */
  readonly text: string;
  /** In hexadecimal, as the store keeps it. */
  readonly digest: string;
}

/** A key of `us_<ID>_<secret>`: 32 random bytes in base64url. With `id` another secret of that key. */
export function makeKey(id: string = randomBytes(idBytes).toString('hex')): MadeKey {
  const text = `us_${id}_${randomBytes(secretBytes).toString('base64url')}`;
  return { id, text, digest: digestOf(text).toString('hex') };
}

/** The ID in a key; undefined for what has not the form of one that `makeKey` made. */
export function keyIdOf(text: string): string | undefined {
  return form.exec(text)?.[1];
}

/** Whether a text is the ID of a key, and not a key itself. */
export function isKeyId(text: string): boolean {
  return new RegExp(`^[0-9a-f]{${2 * idBytes}}$`).test(text);
}

/**
 * What is kept of a key and compared: SHA-256 of all of its text. A slow hash is for what people make up; 256 random bits are
 * guessed no sooner for being hashed fast.
 */
export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
