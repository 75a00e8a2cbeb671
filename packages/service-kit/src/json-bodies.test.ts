import { expect, test } from 'vitest';
import { takeJsonBodies } from './json-bodies.js';
import { createLogger } from './logger.js';
import { createServer } from './server.js';

const app = createServer({ logger: createLogger('silent', {}), bodyLimitBytes: 100 });
takeJsonBodies(app);
for (const method of ['POST', 'DELETE'] as const)
  app.route({ method, url: '/', handler: ({ body }) => ({ body: body ?? 'none' }) });

test.each([
  ['POST', 'application/json', '{"a":1}', { body: { a: 1 } }],
  ['POST', 'application/json', '', { code: 'bad_request', detail: expect.stringContaining('empty') }],
  ['POST', 'application/json', '{', { code: 'bad_request', detail: expect.stringContaining('JSON') }],
  ['POST', 'text/plain', '{}', { code: 'bad_request', detail: expect.stringContaining('Content-Type') }],
  [
    'POST',
    'application/x-www-form-urlencoded',
    '{}',
    { code: 'bad_request', detail: expect.stringContaining('Content-Type') },
  ],
  ['POST', 'text/plain', '', { body: 'none' }],
  ['DELETE', 'application/json', '', { body: 'none' }],
  ['DELETE', 'text/plain', '', { body: 'none' }],
  ['DELETE', 'application/x-www-form-urlencoded', '', { body: 'none' }],
  ['DELETE', 'application/json', '{', { code: 'bad_request' }],
] as const)('%s of %s: %s', async (method, type, payload, expected) => {
  const answer = await app.inject({ method, url: '/', headers: { 'content-type': type }, payload });
  expect(answer.json()).toMatchObject(expected);
});
