import { createHash } from 'node:crypto';
import { apiKeysAs, configuredDigestOf, isKeyId } from '@understudy/access-keys';
import { UnderstudyError } from '@understudy/errors';

/** Where the application that has an API key wants to be told. */
export interface Hook {
  /** Its name in the store and the log: a digest of what names the key in the configuration. */
  readonly id: string;
  /** Of the key whose videos it is told of. */
  readonly keyId: string;
  readonly url: string;
  /** Every message is signed with each: two while one takes the place of the other. */
  readonly secrets: readonly Uint8Array[];
}

const name = 'UNDERSTUDY_WEBHOOKS';
/** Each is asked for at every poll. */
const maxHooks = 100;
const maxUrlCharacters = 2_048;
const maxSecrets = 2;
/** The bounds of Standard Webhooks. */
const secretBytes = { min: 24, max: 64 };
const fields = ['apiKey', 'url', 'secret'];

/**
 * Reads the hooks: a JSON array of `{"apiKey", "url", "secret"}`. `apiKeys` are those of the configuration, in its order.
 * @throws UnderstudyError `invalid_configuration`, with every mistake; it never shows a key, a secret or a URL.
 */
export function parseWebhooks(text: string | undefined, apiKeys: readonly string[]): Hook[] {
  if (text === undefined) return [];
  const mistakes: string[] = [];
  const hooks = parseList(text).map((entry, index) => readHook(entry, index, apiKeys, mistakes));
  const owners = hooks.map(({ keyId }) => keyId).filter((keyId) => keyId !== '');
  if (new Set(owners).size < owners.length) mistakes.push(`${name} has two hooks of one API key`);
  if (mistakes.length > 0) throw new UnderstudyError('invalid_configuration', mistakes.join('; '));
  return hooks;
}

/** A digest of 64 bits: nobody gets from it to a key that was made at random. */
export function hookIdOf(keyName: string): string {
  return createHash('sha256').update(`webhook\n${keyName}`).digest('hex').slice(0, 16);
}

function parseList(text: string): unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    // The parser's own message would show what it has read.
  }
  if (Array.isArray(list) && list.length <= maxHooks) return list;
  throw new UnderstudyError(
    'invalid_configuration',
    `${name} must be a JSON array of at most ${maxHooks} objects with ${fields.join(', ')}`,
  );
}

function readHook(entry: unknown, index: number, apiKeys: readonly string[], mistakes: string[]): Hook {
  const given = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const refuse = (field: string, expected: string) => mistakes.push(`${name}[${index}].${field} ${expected}`);
  for (const field of Object.keys(given)) {
    if (!fields.includes(field)) refuse(field, `is not known; the fields are ${fields.join(', ')}`);
  }

  const owner = ownerOf(given['apiKey'] ?? (apiKeys.length === 1 ? apiKeys[0] : undefined), apiKeys);
  if (owner === undefined)
    refuse(
      'apiKey',
      'must be one of UNDERSTUDY_API_KEYS, or the ID of a key; only where there is just one of the first it may be left out',
    );

  const { url } = given;
  if (typeof url !== 'string' || url.length > maxUrlCharacters || !isPlainUrl(url))
    refuse(
      'url',
      `must be an http or https URL of at most ${maxUrlCharacters} characters, without user and password`,
    );

  const { secret } = given;
  const secrets = (typeof secret === 'string' ? secret : '').split(' ').map(decodeSecret);
  if (secrets.length > maxSecrets || secrets.includes(undefined))
    refuse(
      'secret',
      `must be whsec_ and ${secretBytes.min} to ${secretBytes.max} bytes in base64, or ${maxSecrets} of them with a space between`,
    );

  return {
    id: hookIdOf(owner?.name ?? ''),
    keyId: owner?.keyId ?? '',
    url: typeof url === 'string' ? url : '',
    secrets: secrets.filter((each) => each !== undefined),
  };
}

/**
 * Which key `named` is: one of the configuration, as it is or by its digest, or the ID of one in the store. Its hook has a name of its own
 * by the key itself, where that stands anywhere: it stays the same when the other place is made a digest.
 */
function ownerOf(
  named: unknown,
  apiKeys: readonly string[],
): { readonly keyId: string; readonly name: string } | undefined {
  if (typeof named !== 'string') return undefined;
  const digest = configuredDigestOf(named);
  const index = apiKeys.findIndex((text) => digest !== undefined && configuredDigestOf(text)?.equals(digest));
  const configured = apiKeys[index];
  if (configured !== undefined) {
    const name = [named, configured].find((text) => !text.startsWith('sha256:')) ?? configured;
    return { keyId: `${apiKeysAs.idPrefix}-${index + 1}`, name };
  }
  return isKeyId(named) ? { keyId: named, name: named } : undefined;
}

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

function decodeSecret(text: string): Uint8Array | undefined {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (base64 === undefined) return undefined;
  const secret = Buffer.from(base64, 'base64');
  // Base64 has aliases: what is decoded must give the same text again.
  const isExact = secret.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '');
  return isExact && secret.length >= secretBytes.min && secret.length <= secretBytes.max ? secret : undefined;
}
