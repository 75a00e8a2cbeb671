import { pino } from 'pino';
import { expect, test } from 'vitest';
import { accessKeyOf, parseAccessKeys, requireAccessKey } from './access-keys.js';
import { createServer } from './server.js';

const key = 'a-key-of-some-length';

function guarded() {
  const app = createServer({ logger: pino({ level: 'silent' }), bodyLimitBytes: 1024 });
  requireAccessKey(app, ['another-key-of-length', key]);
  app.post('/', (request) => ({ key: accessKeyOf(request) }));
  return app;
}

test.each([
  ['a bearer token', { authorization: `Bearer ${key}` }],
  ['a bearer token under another case', { authorization: `bearer ${key}` }],
  ['X-API-Key', { 'x-api-key': key }],
])('%s is taken, and known to the route', async (_what, headers) => {
  const answer = await guarded().inject({ method: 'POST', url: '/', headers });
  expect([answer.statusCode, answer.json()]).toEqual([200, { key }]);
});

test.each([
  ['nothing', {}],
  ['an empty key', { 'x-api-key': '' }],
  ['the start of a key', { 'x-api-key': key.slice(0, -1) }],
  ['basic authentication', { authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}` }],
])('%s is refused before the body is read', async (_what, headers) => {
  const answer = await guarded().inject({
    method: 'POST',
    url: '/',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{',
  });
  expect(answer.statusCode).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer');
  expect(answer.json()).toEqual({ title: 'A valid key is needed.', status: 401, code: 'unauthorized' });
});

test('keys are read from a list; short ones are refused without being shown', () => {
  expect(parseAccessKeys('KEYS', `${key}, another-key-of-length`)).toEqual([key, 'another-key-of-length']);
  expect(() => parseAccessKeys('KEYS', `${key},short`)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('short') }),
  );
});
