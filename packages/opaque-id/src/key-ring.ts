import { randomBytes } from 'node:crypto';
import { UnderstudyError } from '@understudy/errors';

/** One secret of the ring. `number` (0 to 255) stands in every ID made with it; `key` has 32 bytes. */
export interface OpaqueIdKey {
  readonly number: number;
  readonly key: Uint8Array;
}

const keyBytes = 32;
const form =
  'it must be "NUMBER:KEY", or several with commas between, NUMBER from 0 to 255, KEY 32 bytes in base64';

/**
 * Reads `2:BASE64,1:BASE64`, in any order.
 * @throws UnderstudyError `invalid_configuration`, which says which entry is wrong and how, but never shows it: the text is a secret,
 * even where it is mistyped.
 */
export function parseKeyRing(text: string): OpaqueIdKey[] {
  const keys = text.split(',').map((entry, index) => parseEntry(entry.trim(), index + 1));
  checkKeys(keys);
  return keys;
}

/** A ring of one new key, in the form that `parseKeyRing` reads. */
export function generateKeyRing(): string {
  return `1:${randomBytes(keyBytes).toString('base64')}`;
}

/** @throws UnderstudyError `invalid_configuration` unless there is a key, each has 32 bytes and each number (0 to 255) is there once */
export function checkKeys(keys: readonly OpaqueIdKey[]): void {
  if (keys.length === 0) throw invalid('there is no key');
  for (const { number, key } of keys) {
    if (!Number.isInteger(number) || number < 0 || number > 255)
      throw invalid('a number is not from 0 to 255');
    if (key.length !== keyBytes) throw invalid(`key ${number} has ${key.length} bytes`);
  }
  if (new Set(keys.map(({ number }) => number)).size !== keys.length)
    throw invalid('a number is there twice');
}

function parseEntry(entry: string, position: number): OpaqueIdKey {
  // Only canonical decimal: "01" and "1" would be two names of one key.
  const match = /^(0|[1-9]\d{0,2}):(.*)$/s.exec(entry);
  if (match === null) throw invalid(`entry ${position} does not begin with a number and a colon`);
  const [, number = '', encoded = ''] = match;
  const key = Buffer.from(encoded, 'base64');
  // Node skips what is not base64, so a mistyped key would silently become another one.
  if (key.toString('base64') !== encoded) throw invalid(`the key of entry ${position} is not base64`);
  return { number: Number(number), key };
}

function invalid(what: string): UnderstudyError {
  return new UnderstudyError(
    'invalid_configuration',
    `the key ring of the opaque IDs is wrong: ${what}; ${form}`,
  );
}
