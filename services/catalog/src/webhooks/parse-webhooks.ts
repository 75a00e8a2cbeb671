import { createHash } from 'node:crypto';
import { UnderstudyError } from '@understudy/errors';

/** Where the application that has an API key wants to be told. */
export interface Hook {
  /** Its name in the store and the log: a digest of the API key, which stays here. */
  readonly id: string;
  readonly apiKey: string;
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
 * Reads the hooks: a JSON array of `{"apiKey", "url", "secret"}`.
 * @throws UnderstudyError `invalid_configuration`, with every mistake; it never shows a key, a secret or a URL.
 */
export function parseWebhooks(text: string | undefined, apiKeys: readonly string[]): Hook[] {
  if (text === undefined) return [];
  const mistakes: string[] = [];
  const hooks = parseList(text).map((entry, index) => readHook(entry, index, apiKeys, mistakes));
  const owners = hooks.map(({ apiKey }) => apiKey).filter((apiKey) => apiKey !== '');
  if (new Set(owners).size < owners.length) mistakes.push(`${name} has two hooks of one API key`);
  if (mistakes.length > 0) throw new UnderstudyError('invalid_configuration', mistakes.join('; '));
  return hooks;
}

/** A digest of 64 bits: nobody gets from it to a key that was made at random. */
export function hookIdOf(apiKey: string): string {
  return createHash('sha256').update(`webhook\n${apiKey}`).digest('hex').slice(0, 16);
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

  const apiKey = given['apiKey'] ?? (apiKeys.length === 1 ? apiKeys[0] : undefined);
  if (!apiKeys.some((each) => each === apiKey))
    refuse('apiKey', 'must be one of UNDERSTUDY_API_KEYS; only where there is just one it may be left out');

  const { url } = given;
  if (typeof url !== 'string' || url.length > maxUrlCharacters || !isPlainUrl(url))
    refuse(
      'url',
      `must be an http or https URL of at most ${maxUrlCharacters} characters, without user and password`,
    );

  const secrets = String(given['secret'] ?? '')
    .split(' ')
    .map(decodeSecret);
  if (secrets.length > maxSecrets || secrets.includes(undefined))
    refuse(
      'secret',
      `must be whsec_ and ${secretBytes.min} to ${secretBytes.max} bytes in base64, or ${maxSecrets} of them with a space between`,
    );

  return {
    id: hookIdOf(String(apiKey)),
    apiKey: typeof apiKey === 'string' ? apiKey : '',
    url: String(url),
    secrets: secrets.filter((secret) => secret !== undefined),
  };
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
