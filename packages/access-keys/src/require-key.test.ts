import { UnderstudyError } from '@understudy/errors';
import { createServer } from '@understudy/service-kit';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { keyEvents } from './key-events.js';
import type { FoundKey } from './known-keys.js';
import { callerOf, requireKeys } from './require-key.js';
import { WrongKeyLimit } from './wrong-key-limit.js';

const known: Readonly<Record<string, FoundKey>> = {
  'key-of-an-admin': { result: 'good', caller: { id: 'a', name: 'an admin', scopes: ['admin'] } },
  'key-of-a-reader': { result: 'good', caller: { id: 'r', name: 'a reader', scopes: ['admin:read'] } },
  'revoked-key': { result: 'revoked' },
};

function guarded(burst = 1_000, prepare = (_app: ReturnType<typeof createServer>): unknown => undefined) {
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(line) });
  const registry = new Registry();
  const app = createServer({ logger, bodyLimitBytes: 1024 });
  prepare(app);
  const asked: string[] = [];
  const changing: string[] = [];
  const throttled: string[] = [];
  requireKeys(app, {
    keys: {
      async find(key) {
        asked.push(key);
        if (key === 'never-seen-key')
          throw new UnderstudyError('metadata_unavailable', 'away', { retryAfterSeconds: 5 });
        return known[key] ?? { result: 'unknown' };
      },
    },
    events: keyEvents(logger, registry),
    wrongKeys: {
      limit: new WrongKeyLimit({ burst, refillMs: 60_000, addresses: 10 }),
      onThrottled: (address) => throttled.push(address),
    },
    needs: { reading: 'admin:read', changing: 'admin' },
    onChanging: ({ id }, { method }) => changing.push(`${id} ${method}`),
  });
  app.get('/', (request) => ({ caller: callerOf(request).id }));
  app.post('/', (request) => ({ caller: callerOf(request).id }));
  app.put('/', () => ({}));
  app.delete('/', { config: { needs: 'delete' } }, () => ({}));
  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', key?: string) =>
    app.inject({
      method,
      url: '/',
      ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
    });
  return { app, ask, asked, throttled, changing, lines, registry };
}

test.each([
  ['a bearer token', { authorization: 'Bearer key-of-an-admin' }],
  ['a bearer token under another case', { authorization: 'bearer key-of-an-admin' }],
  ['X-API-Key', { 'x-api-key': 'key-of-an-admin' }],
])('%s is taken, and whose it is is known to the route', async (_what, headers) => {
  const answer = await guarded().app.inject({ method: 'POST', url: '/', headers });
  expect([answer.statusCode, answer.json()]).toEqual([200, { caller: 'a' }]);
});

test.each([
  ['nothing', {}],
  ['an empty key', { 'x-api-key': '' }],
  ['an unknown key', { 'x-api-key': 'key-of-nobody' }],
  ['basic authentication', { authorization: `Basic ${Buffer.from('x:key-of-an-admin').toString('base64')}` }],
])('%s is refused before the body is read', async (_what, headers) => {
  const answer = await guarded().app.inject({
    method: 'POST',
    url: '/',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{',
  });
  expect(answer.statusCode).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer');
  expect(answer.json()).toEqual({ title: 'A valid key is needed.', status: 401, code: 'unauthorized' });
});

test('what a route needs follows from its method, unless it says it itself; the refusal names the scope', async () => {
  const { ask } = guarded();
  expect((await ask('GET', 'key-of-a-reader')).statusCode).toBe(200);
  expect((await ask('GET', 'key-of-an-admin')).statusCode).toBe(200);
  for (const method of ['POST', 'PUT'] as const) {
    const refused = await ask(method, 'key-of-a-reader');
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({
      code: 'scope_missing',
      detail: 'This needs a key with the scope admin; this one has admin:read.',
    });
  }
  expect((await ask('DELETE', 'key-of-an-admin')).json()).toMatchObject({
    detail: 'This needs a key with the scope delete; this one has admin.',
  });
});

test('who asks for a change is told, and nobody whose key is not good for it', async () => {
  const { ask, changing } = guarded();
  await ask('GET', 'key-of-an-admin');
  await ask('PUT', 'key-of-an-admin');
  await ask('POST', 'key-of-an-admin');
  // It has not the scope of this one.
  await ask('DELETE', 'key-of-an-admin');
  await ask('POST', 'key-of-a-reader');
  await ask('POST', 'no-key-of-anybody');
  await ask('POST');
  expect(changing).toEqual(['a PUT', 'a POST']);
});

test('who has a revoked key is told so; a key that nobody can tell of is answered 503 with Retry-After', async () => {
  const { ask } = guarded();
  expect((await ask('GET', 'revoked-key')).json()).toMatchObject({
    code: 'unauthorized',
    detail: 'This key was revoked.',
  });
  const away = await ask('GET', 'never-seen-key');
  expect([away.statusCode, away.headers['retry-after']]).toEqual([503, '5']);
});

test('past its wrong keys an address is answered 429, and none of its keys is looked at', async () => {
  const { ask, asked, throttled, lines, registry } = guarded(3);
  for (let round = 0; round < 5; round += 1) await ask('GET', 'key-of-an-admin');
  await ask('GET', 'never-seen-key');
  expect((await ask('GET')).statusCode).toBe(401);
  for (let round = 0; round < 3; round += 1)
    expect((await ask('GET', `guess-${round}`)).statusCode).toBe(401);
  asked.length = 0;
  const refused = await ask('GET', 'key-of-an-admin');
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '60']);
  expect(refused.json()).toMatchObject({
    code: 'rate_limited',
    detail: 'Too many wrong keys came from this address.',
  });
  await ask('GET', 'another-guess');
  expect(asked).toEqual([]);
  expect(throttled).toEqual(['127.0.0.1', '127.0.0.1']);
  expect(lines.join()).not.toMatch(/guess|key-of/);
  const metrics = await registry.metrics();
  expect(metrics).toContain('understudy_key_checks_total{result="throttled"} 2');
  expect(metrics).toContain('understudy_key_checks_total{result="unknown"} 3');
});

test('of many wrong keys at once no more are looked at than one after the other', async () => {
  const { ask, asked } = guarded(3);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask('GET', `guess-${index}`)));
  expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(17);
  expect(asked).toHaveLength(3);
});

test('who has reset the connection is judged as everybody: a right key is right, and takes nothing', async () => {
  const { ask, lines, throttled } = guarded(1, (app) =>
    app.addHook('onRequest', (request, _reply, done) => {
      // What node says of a socket that is gone.
      Object.defineProperty(request.raw.socket, 'remoteAddress', { value: undefined });
      done();
    }),
  );
  const codes = [];
  for (const key of ['key-of-an-admin', 'key-of-an-admin', 'wrong', 'wrong'])
    codes.push((await ask('GET', key)).statusCode);
  expect([codes, throttled, lines]).toEqual([[200, 200, 401, 429], [''], []]);
});
