import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { adminKeysAs, apiKeysAs, parseConfiguredKeys } from './configured-keys.js';

const key = 'a-key-of-some-length';
const hex = createHash('sha256').update(key).digest('hex');

test('keys are read from a list, each as it is or by its digest', () => {
  const keys = parseConfiguredKeys(`another-key-of-length, sha256:${hex}`, apiKeysAs);
  expect(keys.map(({ id }) => id)).toEqual(['api-1', 'api-2']);
  expect(keys[1]?.digest.toString('hex')).toBe(hex);
  expect(keys[0]?.scopes).toEqual(['create', 'read', 'delete']);
  const [byText] = parseConfiguredKeys(key, adminKeysAs);
  expect(byText?.digest.toString('hex')).toBe(hex);
  expect([byText?.id, byText?.scopes]).toEqual(['admin-1', ['admin']]);
});

test.each([
  ['a short one', `${key},short`],
  ['one with a space', 'a key of-some-length'],
  ['an empty place', `${key},`],
  ['half a digest', `sha256:${hex.slice(1)}`],
  ['a digest in capitals', `sha256:${hex.toUpperCase()}x`],
])('%s is refused, and no key is shown', (_what, text) => {
  expect(() => parseConfiguredKeys(text, apiKeysAs)).toThrow(
    expect.objectContaining({
      code: 'invalid_configuration',
      message: expect.not.stringContaining(hex.slice(1)),
    }),
  );
  expect(() => parseConfiguredKeys(text, apiKeysAs)).not.toThrow(/some-length|,short/);
});
