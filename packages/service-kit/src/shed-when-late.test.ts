import { setTimeout as sleep } from 'node:timers/promises';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { adminRoutes } from './admin-routes.js';
import { useProblemResponses } from './problem-responses.js';
import { Lateness, shedWhenLate } from './shed-when-late.js';

let app: FastifyInstance;
let blocking: NodeJS.Timeout | undefined;
afterEach(async () => {
  clearInterval(blocking);
  await app.close();
});

async function start(mostMs: number): Promise<{ shed: number }> {
  const counted = { shed: 0 };
  app = fastify();
  useProblemResponses(app);
  shedWhenLate(app, {
    mostMs,
    onShed: () => {
      counted.shed += 1;
    },
  });
  adminRoutes(app, { registry: { contentType: 'text/plain', metrics: async () => '' }, isReady: () => true });
  app.get('/', () => ({}));
  app.get('/slow', async () => {
    await sleep(1_000);
    return {};
  });
  await app.ready();
  return counted;
}

/** Every turn of the event loop takes so long. */
function makeLate(ms: number): void {
  blocking = setInterval(() => {
    for (const until = performance.now() + ms; performance.now() < until; );
  }, 1);
}

const statusOf = async (url: string) => (await app.inject(url)).statusCode;

test('while the event loop is late new requests are refused, not what has begun and not health', async () => {
  const counted = await start(50);
  const begun = statusOf('/slow');
  makeLate(100);
  await expect.poll(() => statusOf('/')).toBe(503);
  const refused = await app.inject('/');
  expect(refused.json()).toMatchObject({ code: 'overloaded', status: 503 });
  expect(refused.headers).toMatchObject({ 'retry-after': '2', 'content-type': 'application/problem+json' });
  expect(counted.shed).toBeGreaterThan(0);
  for (const url of ['/healthz', '/readyz', '/metrics']) expect(await statusOf(url)).toBe(200);
  expect(await begun).toBe(200);
  clearInterval(blocking);
  await expect.poll(() => statusOf('/')).toBe(200);
});

test('one freeze is no overload, however long; three turns in a row are, and one in time ends it', () => {
  const lateness = new Lateness(100);
  const after = (...lateMs: readonly number[]) => {
    for (const ms of lateMs) lateness.seen(ms);
    return lateness.isTooMuch;
  };
  expect(after(60_000, 0)).toBe(false);
  expect(after(150, 150)).toBe(false);
  expect(after(150)).toBe(true);
  expect(after(99)).toBe(false);
  expect(after(150, 100, 150)).toBe(false);
});

test('0 refuses nothing', async () => {
  const counted = await start(0);
  makeLate(100);
  await sleep(500);
  expect(await statusOf('/')).toBe(200);
  expect(counted.shed).toBe(0);
});
