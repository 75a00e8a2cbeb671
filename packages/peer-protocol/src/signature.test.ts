import { expect, test } from 'vitest';
import { bodyDigest, signRequest, verifyRequest } from './signature.js';

const secret = Buffer.alloc(32, 7);
const nowMs = 1_700_000_000_000;
const get = { method: 'GET', path: '/status' } as const;
const post = {
  method: 'POST',
  path: '/artifacts/1/follow',
  host: 'worker-1:8080',
  body: Buffer.from('{}'),
} as const;
const headers = { host: post.host, ...signRequest(secret, post, nowMs) };
const headersOfGet = signRequest(secret, get, nowMs);

test('what a signature proves: when, which body, for whom, and which request of all', () => {
  expect(verifyRequest([secret], { ...post, headers })).toEqual({
    ok: true,
    dateMs: nowMs,
    bodyDigest: bodyDigest(post.body),
    once: { host: 'worker-1:8080', nonce: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

test('what only reads is not told from another of the same moment, and needs no digest header', () => {
  expect(Object.keys(headersOfGet)).toEqual(['understudy-date', 'authorization']);
  expect(verifyRequest([secret], { ...get, headers: headersOfGet })).toMatchObject({
    ok: true,
    once: undefined,
  });
});

test('all of the secrets verify', () => {
  const other = Buffer.alloc(32, 8);
  expect(verifyRequest([other, secret], { ...post, headers }).ok).toBe(true);
  expect(verifyRequest([other], { ...post, headers }).ok).toBe(false);
});

test.each([
  ['another path', { ...post, path: '/artifacts/2/follow' }, headers],
  ['another method', { ...post, method: 'DELETE' }, headers],
  ['what may change something, as what only reads', { ...post, method: 'GET' }, headers],
  ['what only reads, as what may change something', { ...get, method: 'POST' }, headersOfGet],
  ['another digest', post, { ...headers, 'content-digest': `sha-256=:${bodyDigest(secret)}:` }],
  ['no digest', post, { ...headers, 'content-digest': undefined }],
  ['another date', post, { ...headers, 'understudy-date': String(nowMs + 1) }],
  ['the same date in other words', post, { ...headers, 'understudy-date': `${nowMs}.0` }],
  ['no date', post, { ...headers, 'understudy-date': undefined }],
  ['another host', post, { ...headers, host: 'worker-2:8080' }],
  ['another nonce', post, { ...headers, 'understudy-nonce': '00000000-0000-4000-8000-000000000000' }],
  ['no nonce', post, { ...headers, 'understudy-nonce': undefined }],
  ['no signature', post, { ...headers, authorization: undefined }],
  ['a short signature', post, { ...headers, authorization: 'Understudy-HMAC-SHA256 00' }],
])('%s is refused', (_what, asked, sent) => {
  expect(verifyRequest([secret], { ...asked, headers: sent })).toEqual({ ok: false });
});
