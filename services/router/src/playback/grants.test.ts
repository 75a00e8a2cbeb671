import { randomBytes } from 'node:crypto';
import { parseAddressRange } from '@understudy/playback-token';
import { expect, test } from 'vitest';
import { cachingFor } from './caching.js';
import { Grants } from './grants.js';

const secret = randomBytes(32);
const grants = new Grants([secret], 3_600);
const nowS = 1_795_970_000;
const asked = { contentId: 42n, nowS, notBeforeS: 0 };
const check = (grant: string, at: Partial<typeof asked> & { address?: string } = {}) =>
  grants.check(grant, { ...asked, address: '203.0.113.7', ...at });

test('all routers give the same one within a step, good for an hour to five quarters', () => {
  const other = new Grants([secret], 3_600);
  const stepS = Math.floor(nowS / 900) * 900;
  const given = new Set<string>();
  for (const at of [stepS, stepS + 1, stepS + 899]) {
    given.add(grants.issue({ ...asked, nowS: at }));
    given.add(other.issue({ ...asked, nowS: at }));
  }
  expect(given.size).toBe(1);
  const [grant = ''] = given;
  expect(grants.issue({ ...asked, nowS: stepS + 900 })).not.toBe(grant);
  expect(check(grant, { nowS: stepS + 4_499 })).toEqual({ kind: 'good', expiresAtS: stepS + 4_500 });
  expect(check(grant, { nowS: stepS + 4_500 })).toEqual({ kind: 'refused', code: 'token_expired' });
});

test('another secret, another video and another text are refused', () => {
  const grant = grants.issue(asked);
  expect(check(grant, { contentId: 43n })).toEqual({ kind: 'refused', code: 'token_invalid' });
  const refused = (text: string) => expect(check(text)).toEqual({ kind: 'refused', code: 'token_invalid' });
  refused(new Grants([randomBytes(32)], 3_600).issue(asked));
  for (const text of [
    '',
    '.',
    grant.slice(1),
    `${grant}x`,
    grant.toUpperCase(),
    `0${grant}`,
    grant.replace('.', '..'),
  ])
    refused(text);
});

test('it ends with a token that is to end, by the minute', () => {
  const verdict = check(grants.issue({ ...asked, endsAtS: nowS + 61 }));
  expect(verdict).toEqual({ kind: 'good', expiresAtS: Math.ceil((nowS + 61) / 60) * 60 });
});

test('what is issued after a revocation is good, in the same step as well', () => {
  const [before, after] = [grants.issue(asked), grants.issue({ ...asked, notBeforeS: nowS })];
  expect(check(before, { notBeforeS: nowS })).toEqual({ kind: 'refused', code: 'token_revoked' });
  expect(check(after, { notBeforeS: nowS }).kind).toBe('good');
});

test('addresses are in it, the longest too', () => {
  const longest = '2001:0db8:1234:5678:9abc:def0:1234:5678/128';
  const addresses = parseAddressRange(longest);
  const grant = grants.issue({ ...asked, addresses });
  // What a part of a path may have.
  expect(grant.length).toBeLessThan(100);
  expect(check(grant, { address: '2001:db8:1234:5678:9abc:def0:1234:5678' }).kind).toBe('good');
  expect(check(grant)).toEqual({ kind: 'refused', code: 'token_not_for_this_address' });
});

test('what came by a grant may be kept as long as that is good, what came by a token by nobody else', () => {
  const immutable = 'public, max-age=31536000, immutable';
  const byGrant = cachingFor({ claims: undefined, expiresAtS: nowS + 100 });
  expect(byGrant(immutable, nowS * 1_000)).toBe('public, max-age=100');
  expect(byGrant(immutable, (nowS + 200) * 1_000)).toBe('public, max-age=0');
  expect([byGrant('no-cache', 0), byGrant(undefined, 0)]).toEqual(['no-cache', 'no-cache']);
  const claims = { subject: '*', expiresAtS: nowS, issuedAtS: nowS, tokenId: 'a', viewer: undefined };
  const byToken = cachingFor({
    claims: { ...claims, addresses: undefined, streams: undefined },
    expiresAtS: nowS,
  });
  expect(byToken(immutable, 0)).toBe('private, no-cache');
});
