import { afterEach, expect, test } from 'vitest';
import { createLogger } from './logger.js';
import { createServer } from './server.js';

const app = () => createServer({ logger: createLogger('silent', { service: 'test' }), bodyLimitBytes: 100 });
let server = app();
afterEach(async () => {
  await server.close();
  server = app();
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

async function idFor(given?: string): Promise<unknown> {
  const headers = given === undefined ? {} : { 'x-request-id': given };
  return (await server.inject({ url: '/nothing', headers })).headers['x-request-id'];
}

test.each([
  '0123456789abcdef0123456789abcdef',
  '6f1c2a34-0000-4000-8000-5b1f7c0a9e21',
  'edge_7.req-12',
  'x'.repeat(64),
])('%s is kept', async (given) => {
  expect(await idFor(given)).toBe(given);
});

test.each([
  ['too short to tell two requests apart', '1234567'],
  ['too long', 'x'.repeat(65)],
  ['a line of a log', 'abcdefgh","event":"failed'],
  ['several values', 'abcdefgh, ijklmnop'],
  ['empty', ''],
])('in place of what is %s there is a new one', async (_what, given) => {
  expect(await idFor(given)).toMatch(uuid);
});

test('every request without one has one of its own', async () => {
  const [first, second] = [await idFor(), await idFor()];
  expect(first).toMatch(uuid);
  expect(second).toMatch(uuid);
  expect(first).not.toBe(second);
});
