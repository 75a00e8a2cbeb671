import { UnderstudyError } from '@understudy/errors';
import { digestOf } from './key-text.js';
import type { Scope } from './scopes.js';

/** Shorter keys could be guessed. */
const minKeyCharacters = 16;
const hashed = /^sha256:([0-9a-f]{64})$/;

/** A key that stands in the configuration: it is good for as long as it stands there, whatever the store says. */
export interface ConfiguredKey {
  /** By its place in the list: nothing of the key is in it. */
  readonly id: string;
  /** The variable. */
  readonly name: string;
  readonly digest: Buffer;
  readonly scopes: readonly Scope[];
}

export interface ConfiguredAs {
  readonly variable: string;
  /** What their IDs begin with. */
  readonly idPrefix: string;
  readonly scopes: readonly Scope[];
}

/** For applications: what one key could do before there were scopes. */
export const apiKeysAs: ConfiguredAs = {
  variable: 'UNDERSTUDY_API_KEYS',
  idPrefix: 'api',
  scopes: ['create', 'read', 'delete'],
};

/** For operators. */
export const adminKeysAs: ConfiguredAs = {
  variable: 'UNDERSTUDY_ADMIN_KEY',
  idPrefix: 'admin',
  scopes: ['admin'],
};

/**
 * Reads keys from a configured text, separated by commas: each as it is, or as `sha256:` and its digest.
 * @throws UnderstudyError `invalid_configuration`; it never shows a key.
 */
export function parseConfiguredKeys(
  text: string,
  { variable, idPrefix, scopes }: ConfiguredAs,
): ConfiguredKey[] {
  return configuredTexts(text).map((each, index) => {
    const digest = configuredDigestOf(each);
    if (digest === undefined) {
      throw new UnderstudyError(
        'invalid_configuration',
        `${variable} must be one key, or several with commas between, each of at least ${minKeyCharacters} printable characters ` +
          'without spaces, or sha256: and the 64 hexadecimal digits of its SHA-256',
      );
    }
    return { id: `${idPrefix}-${index + 1}`, name: variable, digest, scopes };
  });
}

/** The keys of a configured list, in their order. */
export function configuredTexts(text: string): string[] {
  return text.split(',').map((each) => each.trim());
}

/** Of a key that is configured as it is, or by its digest; undefined for what is neither. */
export function configuredDigestOf(text: string): Buffer | undefined {
  const [, digest] = hashed.exec(text) ?? [];
  if (digest !== undefined) return Buffer.from(digest, 'hex');
  const isKey = text.length >= minKeyCharacters && !/[^\x21-\x7e]/.test(text) && !text.startsWith('sha256:');
  return isKey ? digestOf(text) : undefined;
}
