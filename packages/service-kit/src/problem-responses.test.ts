import { UnderstudyError } from '@understudy/errors';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createServer } from './server.js';

const logger = pino({ level: 'silent' });

test('errors and unknown routes are problem documents', async () => {
  const app = createServer({ logger, bodyLimitBytes: 16 });
  app.get('/busy', () => {
    throw new UnderstudyError('generator_queue_full', 'w2 has 100 waiting', { retryAfterSeconds: 5 });
  });
  app.get('/broken', () => {
    throw new TypeError('x is not a function at /srv/worker.js');
  });
  app.post('/json', () => ({}));

  const busy = await app.inject({ url: '/busy' });
  expect(busy.statusCode).toBe(503);
  expect(busy.headers['content-type']).toBe('application/problem+json');
  expect(busy.headers['retry-after']).toBe('5');
  expect(busy.json()).toMatchObject({ code: 'generator_queue_full', status: 503 });

  expect((await app.inject({ url: '/broken' })).body).toBe(
    '{"title":"Something went wrong inside.","status":500,"code":"internal"}',
  );
  expect((await app.inject({ url: '/nothing' })).json()).toMatchObject({ code: 'not_found' });
  const headers = { 'content-type': 'application/json' };
  expect((await app.inject({ url: '/json', method: 'POST', headers, body: '{' })).json()).toMatchObject({
    code: 'bad_request',
  });
  const long = await app.inject({
    url: '/json',
    method: 'POST',
    headers,
    body: JSON.stringify('a'.repeat(99)),
  });
  expect(long.json()).toMatchObject({ code: 'payload_too_large', status: 413 });
  await app.close();
});

test.each([
  [{}, '{}', /Content-Type/],
  [{ 'content-type': 'application/json' }, '{', /not valid JSON/],
  [{ 'content-type': 'application/json' }, '', /empty/],
])('a body that cannot be read says what would be right: %j', async (headers, payload, detail) => {
  const app = createServer({ logger, bodyLimitBytes: 16 });
  app.post('/json', () => ({}));
  const answer = await app.inject({ url: '/json', method: 'POST', headers, payload });
  expect(answer.json()).toMatchObject({ code: 'bad_request', detail: expect.stringMatching(detail) });
  await app.close();
});
