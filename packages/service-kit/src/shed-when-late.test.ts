import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { adminRoutes } from './admin-routes.js';
import { useProblemResponses } from './problem-responses.js';
import { Lateness, shedWhenLate } from './shed-when-late.js';

let app: FastifyInstance;
let blocking: NodeJS.Timeout | undefined;
/** Ends what `/slow` does; a call of it waits until then. */
let endSlow: (() => void) | undefined;
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
  app.get(
    '/slow',
    () =>
      new Promise((resolve) => {
        endSlow = () => resolve({});
      }),
  );
  await app.ready();
  return counted;
}

/** Every turn of the event loop takes so long. Resolves after as many turns as would have it shed. */
function makeLate(ms: number): Promise<void> {
  let turns = 0;
  return new Promise((resolve) => {
    blocking = setInterval(() => {
      for (const until = performance.now() + ms; performance.now() < until; );
      turns += 1;
      if (turns === 5) resolve();
    }, 1);
  });
}

const statusOf = async (url: string) => (await app.inject(url)).statusCode;

test('while the event loop is late new requests are refused, not what has begun and not health', async () => {
  const counted = await start(50);
  const begun = statusOf('/slow');
  await expect.poll(() => endSlow).toBeDefined();
  await makeLate(100);
  await expect.poll(() => statusOf('/')).toBe(503);
  const refused = await app.inject('/');
  expect(refused.json()).toMatchObject({ code: 'overloaded', status: 503 });
  expect(refused.headers).toMatchObject({ 'retry-after': '2', 'content-type': 'application/problem+json' });
  expect(counted.shed).toBeGreaterThan(0);
  for (const url of ['/healthz', '/readyz', '/metrics']) expect(await statusOf(url)).toBe(200);
  endSlow?.();
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
  await makeLate(100);
  expect(await statusOf('/')).toBe(200);
  expect(counted.shed).toBe(0);
});
