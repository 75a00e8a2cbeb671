import { createHmac, randomBytes } from 'node:crypto';
import {
  anyVideo,
  mintToken,
  parseAddressRange,
  parseTokenJwks,
  parseTokenSecrets,
  subscriberOf,
  TokenKeys,
  TokenVerifier,
} from '@understudy/playback-token';
import fc from 'fast-check';
import { expect } from 'vitest';
import { Grants } from '../../services/router/src/playback/grants.js';
import { mutatedJson, parsed } from './arbitraries/json.js';
import { fromParts, mutated, texts } from './arbitraries/texts.js';
import { fuzz, unlessRefused } from './fuzz.js';

const secret = Buffer.alloc(32, 7);
const nowS = 1_800_000_000;
const verifier = await TokenVerifier.create(await TokenKeys.of([{ kid: 'k', secret }], []), 5);
const verify = (token: string) => verifier.verify(token, nowS * 1_000);
const claims = fc.record({
  sub: fc.constantFrom('abc', anyVideo),
  exp: fc.constantFrom(nowS + 60, nowS - 60),
  iat: fc.constant(nowS - 10),
  jti: fc.constant('token-1'),
  viewer: fc.constant('viewer'),
  addr: fc.constantFrom('10.0.0.0/8', '2001:db8::/32'),
  streams: fc.constantFrom(1, 1_000),
});

// Whoever has the secret may write anything into a token: it is good or it is not.
fuzz('token-claims', mutatedJson(claims), async (text) => {
  const payload = parsed(text)?.value;
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return;
  const encode = (value: string) => Buffer.from(value).toString('base64url');
  const signed = `${encode('{"alg":"HS256","kid":"k"}')}.${encode(text)}`;
  const mac = createHmac('sha256', secret).update(signed).digest('base64url');
  const verdict = await verify(`${signed}.${mac}`);
  if (verdict.kind !== 'good') return;
  expect(verdict.claims.subject).toMatch(/^([0-9A-Za-z]{1,64}|\*)$/);
  expect(verdict.claims.expiresAtS).toBeGreaterThan(nowS - 6);
  expect(verdict.claims.streams ?? 1).toBeLessThanOrEqual(1_000);
});

const { token } = await mintToken({ kid: 'k', secret }, { subject: 'abc', ttlS: 60 }, nowS * 1_000);

// Without it nothing is good but the token itself, and another text of the same bytes.
fuzz(
  'token-texts',
  fc.oneof(mutated(fc.constant(token)), fromParts(token.split('.').concat('.')), texts),
  async (text) => {
    const { kind } = await verify(text);
    if (kind === 'invalid') return;
    const bytes = (each: string) =>
      each.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
    expect(bytes(text)).toEqual(bytes(token));
  },
);

const grants = new Grants([randomBytes(32)], 3_600);
const addresses = parseAddressRange('10.0.0.0/8');
const grant = grants.issue({ contentId: 1n, nowS, notBeforeS: 0, addresses });

fuzz(
  'grants',
  fc.record({
    shift: fc.boolean(),
    text: mutated(fc.constant('')),
    at: fc.nat(200),
    address: fc.oneof(fc.constant('10.1.2.3'), texts),
  }),
  ({ shift, text, at, address }) => {
    const asked = shift ? grant.slice(0, at) + text + grant.slice(at) : grant.slice(0, at) + text;
    const good = grants.check(asked, { contentId: 1n, nowS, notBeforeS: 0, address });
    if (good.kind === 'good') expect([asked, addresses?.has(address)]).toEqual([grant, true]);
    expect(grants.check(asked, { contentId: 2n, nowS, notBeforeS: 0, address }).kind).toBe('refused');
  },
);

const address = fromParts([
  '::',
  ':',
  '.',
  '/',
  '10',
  '0',
  'ffff',
  '127.0.0.1',
  '2001:db8::',
  '::ffff:',
  '%eth0',
  '8',
  '129',
  '-',
]);

fuzz('addresses', fc.record({ range: address, asked: address }), ({ range, asked }) => {
  const parsedRange = parseAddressRange(range);
  expect(typeof parsedRange?.has(asked)).toMatch(/boolean|undefined/);
  expect(subscriberOf(subscriberOf(asked).replace('/64', ''))).toBeTypeOf('string');
});

const jwks = fc.record({
  keys: fc.array(
    fc.record({
      kty: fc.constantFrom('OKP', 'oct'),
      crv: fc.constant('Ed25519'),
      kid: fc.constantFrom('a', 'b'),
      use: fc.constant('sig'),
      x: fc.constant(Buffer.alloc(32, 3).toString('base64url')),
    }),
    { maxLength: 3 },
  ),
});

// A set that is none is an error of whoever serves it: only a key that could be used may come of it.
fuzz('jwk-sets', mutatedJson(jwks), async (text) => {
  let keys: ReturnType<typeof parseTokenJwks>;
  try {
    keys = parseTokenJwks(text);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return;
  }
  for (const { kid, x } of keys) expect([typeof kid, x.length]).toEqual(['string', 43]);
});

fuzz('token-secrets', fromParts(['k', ':', ',', secret.toString('base64'), 'AAAA', '=', ' ']), (text) => {
  const secrets = unlessRefused(() => parseTokenSecrets('X', text), 'invalid_configuration') ?? [];
  for (const each of secrets) expect(each.secret.length).toBeGreaterThanOrEqual(32);
});
