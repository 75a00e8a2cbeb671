import { expect, test } from 'vitest';
import { bodyDigest, signRequest, verifyRequest } from './signature.js';

const secret = Buffer.alloc(32, 7);
const request = { method: 'POST', path: '/artifacts/1/follow', body: Buffer.from('{}') };
const nowMs = 1_700_000_000_000;
const headers = signRequest(secret, request, nowMs);

test('a signed request is taken, with the digest its body must have', () => {
  expect(verifyRequest(secret, { ...request, headers }, nowMs + 59_000)).toEqual({
    ok: true,
    bodyDigest: bodyDigest(request.body),
  });
});

test('a body-less request needs no digest header', () => {
  const get = { method: 'GET', path: '/status' };
  const signed = signRequest(secret, get, nowMs);
  expect(Object.keys(signed)).not.toContain('content-digest');
  expect(verifyRequest(secret, { ...get, headers: signed }, nowMs).ok).toBe(true);
});

test.each([
  ['another secret', Buffer.alloc(32, 8), request, headers, nowMs],
  ['another path', secret, { ...request, path: '/artifacts/2/follow' }, headers, nowMs],
  ['another method', secret, { ...request, method: 'GET' }, headers, nowMs],
  [
    'another digest',
    secret,
    request,
    { ...headers, 'content-digest': `sha-256=:${bodyDigest(secret)}:` },
    nowMs,
  ],
  ['another date', secret, request, { ...headers, 'understudy-date': String(nowMs + 1) }, nowMs],
  ['an old date', secret, request, headers, nowMs + 61_000],
  ['no date', secret, request, { ...headers, 'understudy-date': undefined }, nowMs],
  ['no signature', secret, request, { ...headers, authorization: undefined }, nowMs],
  ['a short signature', secret, request, { ...headers, authorization: 'Understudy-HMAC-SHA256 00' }, nowMs],
])('%s is refused', (_what, key, asked, sent, now) => {
  expect(verifyRequest(key, { ...asked, headers: sent }, now)).toEqual({ ok: false });
});
