import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

test('many wrong keys from one address are answered 429, right ones included; what has no key stays as it is', async () => {
  const { ask, app } = await startConsole({
    UNDERSTUDY_WRONG_KEYS: '3',
    UNDERSTUDY_WRONG_KEY_REFILL_MS: '60000',
  });
  for (let round = 0; round < 5; round += 1)
    expect((await ask('GET', '/admin/session')).statusCode).toBe(200);
  const guesses = [];
  for (let round = 0; round < 5; round += 1)
    guesses.push((await ask('GET', '/admin/cluster', { key: `a-guess-of-some-length-${round}` })).statusCode);
  expect(guesses).toEqual([401, 401, 401, 429, 429]);
  const refused = await ask('POST', '/admin/keys', { body: { name: 'a', scopes: ['admin'] } });
  expect([refused.statusCode, refused.json().code]).toEqual([429, 'rate_limited']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await app.inject({ url: '/admin/session' })).statusCode).toBe(401);
  expect(
    (await app.inject({ url: '/admin/session', headers: { 'x-api-key': 'x' }, remoteAddress: '192.0.2.9' }))
      .statusCode,
  ).toBe(401);
  expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200);
});

test('a configured key may stand there as its digest', async () => {
  const key = 'the-key-of-an-operator';
  const digest = createHash('sha256').update(key).digest('hex');
  const { ask } = await startConsole({ UNDERSTUDY_ADMIN_KEY: `sha256:${digest}` });
  expect((await ask('GET', '/admin/session', { key })).json().scopes).toEqual(['admin']);
  expect((await ask('GET', '/admin/session', { key: `sha256:${digest}` })).statusCode).toBe(401);
});
