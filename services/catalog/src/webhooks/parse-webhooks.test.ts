import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { secret } from '../testing/receiver.js';
import { hookIdOf, parseWebhooks } from './parse-webhooks.js';

const apiKeys = ['first-key-of-length', 'second-key-of-length'];
const hook = { apiKey: apiKeys[0], url: 'https://example.com/hook?a=1', secret };
const parse = (value: unknown, keys = apiKeys) => parseWebhooks(JSON.stringify(value), keys);

test('hooks are read, each under a name that does not tell its key', () => {
  const [first, second] = parse([hook, { ...hook, apiKey: apiKeys[1], secret: `${secret} ${secret}` }]);
  expect(first).toEqual({
    id: hookIdOf('first-key-of-length'),
    keyId: 'api-1',
    url: 'https://example.com/hook?a=1',
    secrets: [Buffer.from('0123456789abcdef0123456789abcdef')],
  });
  expect(first?.id).toMatch(/^[0-9a-f]{16}$/);
  expect(second?.id).not.toBe(first?.id);
  expect(second?.secrets).toHaveLength(2);
  expect(parseWebhooks(undefined, apiKeys)).toEqual([]);
  expect(parse([])).toEqual([]);
});

test('where there is one API key it may be left out', () => {
  const { apiKey: _, ...rest } = hook;
  expect(parse([rest], ['the-only-key-there-is'])[0]).toMatchObject({
    id: hookIdOf('the-only-key-there-is'),
    keyId: 'api-1',
  });
  expect(() => parse([rest])).toThrow(/UNDERSTUDY_WEBHOOKS\[0\]\.apiKey must be one of/);
});

test('a key of the configuration is also named by its digest, and its hook keeps its name', () => {
  const digest = `sha256:${createHash('sha256').update('second-key-of-length').digest('hex')}`;
  const id = hookIdOf('second-key-of-length');
  expect(parse([{ ...hook, apiKey: digest }])[0]).toMatchObject({ id, keyId: 'api-2' });
  expect(parse([{ ...hook, apiKey: apiKeys[1] }], [apiKeys[0] as string, digest])[0]).toMatchObject({
    id,
    keyId: 'api-2',
  });
  expect(parse([{ ...hook, apiKey: digest }], [digest])[0]).toMatchObject({ keyId: 'api-1' });
});

test('a key of the store is named by its ID, never by itself', () => {
  const keyId = '0123456789abcdef';
  expect(parse([{ ...hook, apiKey: keyId }])[0]).toMatchObject({ id: hookIdOf(keyId), keyId });
  const key = `us_${keyId}_${'s'.repeat(43)}`;
  expect(() => parse([{ ...hook, apiKey: key }])).toThrow(/or the ID of a key/);
});

test.each([
  ['no JSON', '[{', /must be a JSON array of at most 100 objects with apiKey, url, secret/],
  ['no array', '{}', /must be a JSON array/],
  ['too many', JSON.stringify(Array(101).fill(hook)), /at most 100/],
  ['no object', '[7]', /\[0\]\.url must be .*\[0\]\.secret must be/],
  ['a field that is not known', JSON.stringify([{ ...hook, events: [] }]), /\[0\]\.events is not known/],
  ['a key that is not one', JSON.stringify([{ ...hook, apiKey: 'hidden-7f3a' }]), /\[0\]\.apiKey must be/],
  ['two of one key', JSON.stringify([hook, hook]), /two hooks of one API key/],
  [
    'another scheme',
    JSON.stringify([{ ...hook, url: 'ftp://hidden-7f3a' }]),
    /\[0\]\.url must be an http or https/,
  ],
  ['a password', JSON.stringify([{ ...hook, url: 'https://a:hidden-7f3a@b' }]), /without user and password/],
  [
    'a long URL',
    JSON.stringify([{ ...hook, url: `https://a/${'x'.repeat(2_048)}` }]),
    /at most 2048 characters/,
  ],
  [
    'no prefix',
    JSON.stringify([{ ...hook, secret: 'hidden-7f3a' }]),
    /\[0\]\.secret must be whsec_ and 24 to 64/,
  ],
  ['a secret that is no text', JSON.stringify([{ ...hook, secret: { toString: null } }]), /24 to 64/],
  ['a short secret', JSON.stringify([{ ...hook, secret: 'whsec_aGlkZGVuLTdmM2E=' }]), /24 to 64 bytes/],
  ['an alias of base64', JSON.stringify([{ ...hook, secret: secret.replace('Y=', 'Z=') }]), /in base64/],
  ['three secrets', JSON.stringify([{ ...hook, secret: Array(3).fill(secret).join(' ') }]), /or 2 of them/],
])('%s is refused, naming field and limit and nothing that is secret', (_what, text, expected) => {
  let message = '';
  try {
    parseWebhooks(text, apiKeys);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(expected);
  expect(message).not.toMatch(/hidden-7f3a|aGlkZGVu|-key-of-length/);
});
