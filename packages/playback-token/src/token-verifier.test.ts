import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { mintToken } from './mint-token.js';
import { parseTokenJwks } from './parse-keys.js';
import { TokenKeys } from './token-keys.js';
import { TokenVerifier } from './token-verifier.js';

const nowMs = Date.parse('2026-11-29T17:00:00Z');
const nowS = nowMs / 1_000;
const toleranceS = 5;
const [current, next] = [randomBytes(32), randomBytes(32)];
const ed25519 = generateKeyPairSync('ed25519');
const otherEd25519 = generateKeyPairSync('ed25519');
const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' });
const jwks = parseTokenJwks(
  JSON.stringify({
    keys: [
      { ...jwkOf(ed25519.publicKey), kid: 'ed' },
      { kty: 'oct', kid: 'ed', k: current.toString('base64url') },
    ],
  }),
);
const keys = await TokenKeys.of(
  [
    { kid: 'current', secret: current },
    { kid: 'next', secret: next },
  ],
  jwks,
);
const verifier = await TokenVerifier.create(keys, toleranceS);
const verify = (token: string) => verifier.verify(token, nowMs);

const good = { sub: 'abc', exp: nowS + 60, iat: nowS };
const signed = (
  claims: object,
  { alg = 'HS256', kid, key = current }: { alg?: string; kid?: string; key?: Uint8Array | KeyObject } = {},
) => new SignJWT({ ...claims }).setProtectedHeader({ alg, ...(kid !== undefined && { kid }) }).sign(key);
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('what is signed with a known key is good, by every algorithm and key that there is', async () => {
  for (const how of [
    { kid: 'current' },
    { kid: 'next', key: next },
    { alg: 'EdDSA', kid: 'ed', key: ed25519.privateKey },
    // There is one public key that it can mean.
    { alg: 'EdDSA', key: ed25519.privateKey },
  ])
    expect(await verify(await signed(good, how))).toMatchObject({ kind: 'good', claims: { subject: 'abc' } });
});

test('what is minted is good until it expires, and says what it was to say', async () => {
  const request = { subject: 'abc', ttlS: 60, viewer: 'v', address: '10.0.0.0/8', streams: 2 };
  const { token, tokenId, expiresAtS } = await mintToken({ kid: 'next', secret: next }, request, nowMs);
  expect(await verify(token)).toEqual({
    kind: 'good',
    claims: {
      ...{ subject: 'abc', expiresAtS, issuedAtS: nowS, tokenId, viewer: 'v', streams: 2 },
      addresses: expect.objectContaining({ text: '10.0.0.0/8' }),
    },
  });
  expect(await verifier.verify(token, nowMs + 70_000)).toEqual({ kind: 'expired' });
});

test('a clock that differs by no more than the tolerance is forgiven', async () => {
  const kinds = async (claims: object) =>
    (await verify(await signed({ ...good, ...claims }, { kid: 'current' }))).kind;
  expect(await kinds({ exp: nowS - toleranceS + 1 })).toBe('good');
  expect(await kinds({ exp: nowS - toleranceS - 1 })).toBe('expired');
  expect(await kinds({ nbf: nowS + toleranceS })).toBe('good');
  expect(await kinds({ nbf: nowS + toleranceS + 1 })).toBe('invalid');
});

test.each([
  ['no expiry', { exp: undefined }],
  ['an expiry that is a text', { exp: String(nowS + 60) }],
  ['no subject', { sub: undefined }],
  ['a subject that is no ID', { sub: 'a/b' }],
  ['a subject that is a number', { sub: 7 }],
  ['an ID that cannot be named', { jti: 'a b' }],
  ['an empty viewer', { viewer: '' }],
  ['a viewer that is an object', { viewer: { name: 'v' } }],
  ['an address that is none', { addr: '10.0.0.0/33' }],
  ['the name of addresses', { addr: 'loopback' }],
  ['no streams', { streams: 0, jti: 'a' }],
  ['streams of nobody', { streams: 1 }],
  ['a time of issue that is none', { iat: 'now' }],
])('%s is refused', async (_what, claims) => {
  expect(await verify(await signed({ ...good, ...claims }, { kid: 'current' }))).toEqual({ kind: 'invalid' });
});

test('a token for every video, and one that does not say when it was issued, are good', async () => {
  const { kind } = await verify(await signed({ sub: '*', exp: nowS + 60 }, { kid: 'current' }));
  expect(kind).toBe('good');
});

test('no other algorithm and no other key will do', async () => {
  const [, payload, signature] = (await signed(good, { kid: 'current' })).split('.') as [
    string,
    string,
    string,
  ];
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const pem = ed25519.publicKey.export({ format: 'pem', type: 'spki' });
  const forged = [
    // RFC 8725 section 3.1: "none", and what looks like it.
    `${encode({ alg: 'none' })}.${payload}.`,
    `${encode({ alg: 'none' })}.${payload}.${signature}`,
    `${encode({ alg: 'None', kid: 'current' })}.${payload}.${signature}`,
    `${encode({ kid: 'current' })}.${payload}.${signature}`,
    // Section 2.1: a public key taken for a secret, in each form in which it could be known.
    await signed(good, { kid: 'ed', key: Buffer.from(pem) }),
    await signed(good, { kid: 'ed', key: Buffer.from(jwks[0]?.x ?? '', 'base64url') }),
    await signed(good, { kid: 'ed', key: Buffer.from(jwks[0]?.x ?? '') }),
    // The secret that stands in the JWK Set is none of ours.
    await signed(good, { kid: 'ed', key: current }),
    // The other way round.
    `${encode({ alg: 'EdDSA', kid: 'current' })}.${payload}.${sign(null, Buffer.from('x'), ed25519.privateKey).toString('base64url')}`,
    await signed(good, { alg: 'EdDSA', kid: 'current', key: ed25519.privateKey }),
    await signed(good, { alg: 'EdDSA', kid: 'ed', key: otherEd25519.privateKey }),
    await signed(good, { alg: 'RS256', kid: 'ed', key: rsa.privateKey }),
    await signed(good, { alg: 'HS512', kid: 'current', key: Buffer.concat([current, current]) }),
    await signed(good, { alg: 'HS384', kid: 'current', key: Buffer.concat([current, current]) }),
    await signed(good, { kid: 'current', key: next }),
    await signed(good, { kid: 'unknown' }),
    // Of two secrets it does not say which.
    await signed(good),
    await signed(good, { kid: '__proto__' }),
  ];
  // Keys that a token brings along, and what it says must be understood.
  for (const header of [
    { jwk: jwkOf(otherEd25519.publicKey) },
    { jku: 'http://127.0.0.1:1/' },
    { crit: ['b64'], b64: false },
    { crit: ['x'], x: 1 },
  ]) {
    const head = encode({ alg: 'EdDSA', ...header });
    const bytes = Buffer.from(`${head}.${payload}`);
    forged.push(`${head}.${payload}.${sign(null, bytes, otherEd25519.privateKey).toString('base64url')}`);
  }
  for (const token of forged) expect(await verify(token), token).toEqual({ kind: 'invalid' });
});

test('a token that was changed anywhere is refused, and nothing that somebody sends makes it fail', async () => {
  const token = await signed(good, { kid: 'current' });
  const changes = fc
    .tuple(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.'))
    .filter(([at, character]) => token[at] !== character)
    .map(([at, character]) => token.slice(0, at) + character + token.slice(at + 1));
  const last = token.slice(0, -1);
  await fc.assert(
    fc.asyncProperty(fc.oneof(changes, fc.string(), fc.string({ unit: 'binary' })), async (text) => {
      // The last character of a signature has bits that do not count: texts that decode to the same bytes are one token.
      fc.pre(!text.startsWith(last) || text.length !== token.length);
      expect((await verify(text)).kind).toBe('invalid');
    }),
    { numRuns: 100 },
  );
  expect((await verify('a.b.c')).kind).toBe('invalid');
  expect((await verify(`${token}${'a'.repeat(5_000)}`)).kind).toBe('invalid');
});

test('keys are exchanged while it runs', async () => {
  const rotating = await TokenVerifier.create(
    await TokenKeys.of([{ kid: 'current', secret: current }], []),
    0,
  );
  const old = await signed(good, { kid: 'current' });
  const fresh = await signed(good, { kid: 'next', key: next });
  expect((await rotating.verify(fresh, nowMs)).kind).toBe('invalid');
  rotating.use(keys);
  expect([(await rotating.verify(old, nowMs)).kind, (await rotating.verify(fresh, nowMs)).kind]).toEqual([
    'good',
    'good',
  ]);
  rotating.use(await TokenKeys.of([{ kid: 'next', secret: next }], []));
  expect((await rotating.verify(old, nowMs)).kind).toBe('invalid');
});
