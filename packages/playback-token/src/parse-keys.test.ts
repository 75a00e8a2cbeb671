import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseTokenJwks, parseTokenSecrets } from './parse-keys.js';

const secret = randomBytes(32).toString('base64');
const ed25519 = generateKeyPairSync('ed25519');
const jwk = { ...ed25519.publicKey.export({ format: 'jwk' }), kid: 'a' };
const setOf = (...keys: unknown[]) => JSON.stringify({ keys });

test('secrets have names, and stand in their order', () => {
  const other = randomBytes(48).toString('base64');
  const read = parseTokenSecrets('V', `2026-11:${secret}, b:${other}`);
  expect(read.map(({ kid }) => kid)).toEqual(['2026-11', 'b']);
  expect(Buffer.from(read[1]?.secret ?? []).toString('base64')).toBe(other);
});

test.each([
  '',
  secret,
  `:${secret}`,
  `a b:${secret}`,
  `a:${randomBytes(31).toString('base64')}`,
  `a:${'!'.repeat(60)}`,
  `a:${secret},a:${secret}`,
  `a:${secret},`,
  `a:${secret}:${secret}`,
  Array.from({ length: 17 }, (_, index) => `${index}:${secret}`).join(),
])('%j is refused without being shown', (text) => {
  let told = '';
  try {
    parseTokenSecrets('THE_VARIABLE', text);
  } catch (error) {
    told = String(error);
  }
  expect(told).toContain('THE_VARIABLE must be KID:SECRET');
  expect(told).not.toContain(secret);
});

test('of a JWK Set only Ed25519 keys for signatures are taken', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const x25519 = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
  const others = [
    ec,
    x25519,
    { kty: 'oct', k: 'AAAA' },
    { ...jwk, use: 'enc' },
    { ...jwk, alg: 'ES256' },
    null,
  ];
  expect(parseTokenJwks(setOf(...others, jwk))).toEqual([{ kid: 'a', x: jwk.x }]);
  expect(parseTokenJwks(setOf({ ...jwk, kid: undefined, alg: 'EdDSA', use: 'sig' }))).toEqual([
    { kid: '', x: jwk.x },
  ]);
});

test.each([
  ['no JSON', '<html>'],
  ['no set', '[]'],
  ['no list of keys', '{"keys":{}}'],
  ['no key', setOf()],
  ['no key of this kind', setOf({ kty: 'oct', k: 'AAAA' })],
  ['a private key', setOf({ ...ed25519.privateKey.export({ format: 'jwk' }), kid: 'a' })],
  ['a point that is none', setOf({ ...jwk, x: 'AAAA' })],
  ['two of one name', setOf(jwk, jwk)],
  ['more keys than anybody has', setOf(...Array.from({ length: 101 }, () => jwk))],
])('%s is refused', (_what, text) => {
  expect(() => parseTokenJwks(text)).toThrow();
});
