import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Membership } from '../membership.js';
import type { MetadataStoreOptions } from '../metadata-store.js';
import { openMetadataStore } from '../open-metadata-store.js';
import { becomes } from '../testing/becomes.js';
import { type RedisServer, startRedisServer } from '../testing/index.js';
import { testMember } from '../testing/test-member.js';
import { redisClients } from './redis-clients.js';
import { RedisConnection } from './redis-connection.js';
import { redisKeys } from './redis-keys.js';
import { openRedisStore } from './redis-store.js';
import { parseRedisUrl } from './redis-url.js';

const commandTimeoutMs = 1500;
/** What a timer and a busy machine may add to a deadline. */
const slackMs = 2000;
/** "At once" is no round trip and no timer: far below a deadline, also on a busy machine. */
const atOnceMs = 1000;

let server: RedisServer;
let tests = 0;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  tests += 1;
  // After a test that failed half way.
  server.resume();
  if (server.pid === undefined) await server.restart();
});

async function open(options: MetadataStoreOptions = {}) {
  const store = await openMetadataStore(server.url, {
    keyPrefix: `test-${tests}:`,
    commandTimeoutMs,
    ...options,
  });
  onTestFinished(() => store.close());
  return store;
}

/** How long it took until it was refused. */
async function refusedAfterMs(operation: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await expect(operation()).rejects.toMatchObject({ code: 'metadata_unavailable', retryAfterSeconds: 5 });
  return performance.now() - startMs;
}

const worker = testMember('w1');

test('opening without a Redis gives a store that refuses at once and works when Redis comes', async () => {
  await server.kill();
  const events: boolean[] = [];
  const store = await open({ onReachable: (reachable) => events.push(reachable) });
  expect(store.reachable).toBe(false);
  expect(await refusedAfterMs(() => store.createDescription('d', '{}'))).toBeLessThan(atOnceMs);
  expect(await refusedAfterMs(() => store.ping())).toBeLessThan(atOnceMs);
  await server.restart();
  await becomes(true, store);
  expect(await store.createDescription('d', '{}')).toEqual({ contentId: 1n, created: true });
  expect(events).toEqual([false, true]);
});

test('a store can be closed while Redis is down', async () => {
  const store = await open();
  await server.kill();
  await becomes(false, store);
  await store.close();
  const never = await openMetadataStore(server.url, { commandTimeoutMs: 50 });
  await never.close();
  await server.restart();
});

test('a killed Redis fails what waits, and has every acknowledged description when it is back', async () => {
  const store = await open({ commandTimeoutMs: 1000 });
  const acknowledged = new Map<bigint, string>();
  for (let round = 0; round < 3; round += 1) {
    await becomes(true, store);
    let failures = 0;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let count = 0; failures === 0; count += 1) {
        const digest = `d-${round}-${writer}-${count}`;
        try {
          const { contentId } = await store.createDescription(digest, digest);
          acknowledged.set(contentId, digest);
        } catch (error) {
          expect(error).toMatchObject({ code: 'metadata_unavailable' });
          failures += 1;
        }
      }
    });
    const before = acknowledged.size;
    await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThan(before + 50), {
      timeout: 5000,
      interval: 1,
    });
    await server.kill();
    await Promise.all(writers);
    expect(await refusedAfterMs(() => store.ping())).toBeLessThan(atOnceMs);
    await server.restart();
  }
  await becomes(true, store);
  for (const [contentId, digest] of acknowledged) expect(await store.readDescription(contentId)).toBe(digest);
  // A description whose reply was lost has one ID all the same.
  const again = await store.createDescription('d-0-0-0', 'other');
  expect(acknowledged.get(again.contentId)).toBe('d-0-0-0');
});

test('a hanging Redis costs one deadline, then callers are refused at once until it answers again', async () => {
  const store = await open();
  server.pause();
  const [first, second] = await Promise.all([
    refusedAfterMs(() => store.acquireLease('k', 'a', 60_000)),
    refusedAfterMs(() => store.readManifest('a')),
  ]);
  expect(first).toBeLessThan(commandTimeoutMs + slackMs);
  expect(second).toBeLessThan(commandTimeoutMs + slackMs);
  for (let count = 0; count < 20; count += 1) {
    expect(await refusedAfterMs(() => store.ping())).toBeLessThan(atOnceMs);
  }
  server.resume();
  await becomes(true, store);
  await store.ping();
});

test('whoever misses the deadline is the one who takes a hanging Redis for away', async () => {
  // Many, each at another moment of its turn: of two limits of one length either may end first.
  const stores = await Promise.all(Array.from({ length: 100 }, () => open()));
  server.pause();
  const reachableAfterwards = await Promise.all(
    stores.map(async (store, index) => {
      await wait(index * 1.7);
      await expect(store.ping()).rejects.toMatchObject({ code: 'metadata_unavailable' });
      return store.reachable;
    }),
  );
  expect(reachableAfterwards).toEqual(stores.map(() => false));
  server.resume();
});

test('what a caller gave up is not applied when a hanging Redis goes on', async () => {
  const [store, observer] = [await open(), await open({ commandTimeoutMs: 20_000 })];
  await store.announce(worker, 60_000);
  await store.acquireLease('held', 'a', 60_000);
  await store.recordHolder('art', { worker: 'w1', bytes: 1, complete: true });
  server.pause();
  const givenUp = Promise.all(
    [
      () => store.leave('w1'),
      () => store.setMemberState('w1', 'draining'),
      () => store.releaseLease('held', 'a', 1),
      () => store.acquireLease('free', 'a', 60_000),
      () => store.dropHolder('art', 'w1'),
      () => store.recordSegment('art', { piece: '0', length: 1, sha256: 'x' }, undefined),
      () => store.createDescription('d', '{}'),
      () => store.recordView('ann', 'd'),
    ].map(refusedAfterMs),
  );
  const lastSentMs = performance.now();
  await givenUp;
  // The first missed deadline drops the connection and ends the wait of all; the last command's own deadline must pass too.
  await wait(lastSentMs + commandTimeoutMs - performance.now());
  server.resume();
  await observer.ping();
  await becomes(true, store);
  expect((await observer.readMembership()).members).toEqual([worker]);
  expect(await observer.renewLease('held', 'a', 1, 60_000)).toBe(true);
  expect(await observer.acquireLease('free', 'b', 60_000)).toEqual({ acquired: true, token: 1 });
  expect(await observer.readHolders('art')).toHaveLength(1);
  expect(await observer.readManifest('art')).toEqual([]);
  expect(await observer.readDescription(1n)).toBeUndefined();
  expect(await observer.recordView('ann', 'd')).toBe(true);
});

test('a clock learned wrong is learned again, unseen by the caller', async () => {
  const keys = redisKeys(`test-${tests}:`);
  const clients = redisClients(parseRedisUrl(server.url), commandTimeoutMs);
  const settings = {
    commandTimeoutMs,
    storeAwayAfterMs: 3000,
    waitReplicas: 0,
    requireDurable: false,
    countFrom: 0,
    onUnsafe: () => {},
    onReachable: () => {},
  };
  const misled = {
    ...clients,
    control() {
      const client = clients.control();
      client.time = async () => [1_000_000, 0];
      return client;
    },
  };
  const store = await openRedisStore(
    {
      kind: 'standalone',
      connect: (onReachable) => new RedisConnection(misled, { ...settings, onReachable }),
      subscriber: clients.subscriber,
    },
    keys,
    settings,
  );
  onTestFinished(() => store.close());
  expect(await store.createDescription('d', '{}')).toEqual({ contentId: 1n, created: true });
});

test('scripts are loaded again into a Redis that was restarted', async () => {
  const store = await open();
  expect(await store.acquireLease('k', 'a', 60_000)).toEqual({ acquired: true, token: 1 });
  await server.restart();
  await becomes(false, store);
  await becomes(true, store);
  expect(await store.takeOverLease('k', 'b', 1, 60_000)).toEqual({ acquired: true, token: 2 });
});

test('a watch keeps the last known members while Redis is away, and goes on when it is back', async () => {
  const [store, other] = [await open(), await open()];
  await store.announce(worker, 60_000);
  const seen: Membership[] = [];
  const events: boolean[] = [];
  const watch = store.watchMembership((membership) => seen.push(membership), {
    pollIntervalMs: 50,
    onReachable: (reachable) => events.push(reachable),
  });
  await watch.ready;
  await server.kill();
  await becomes(false, watch);
  expect(watch.current?.members).toEqual([worker]);
  await server.restart();
  await becomes(true, other);
  await other.announce({ ...worker, id: 'w2' }, 60_000);
  await vi.waitFor(() => expect(watch.current?.members).toHaveLength(2), 10_000);
  expect(events).toEqual([false, true]);
  expect(seen.map(({ members }) => members.length)).toEqual([1, 2]);
});

test('a watch begun without a Redis is ready without members and finds them later', async () => {
  await server.kill();
  const store = await open();
  const watch = store.watchMembership(() => {}, { pollIntervalMs: 50 });
  expect(await watch.ready).toBe(false);
  expect(watch.current).toBeUndefined();
  await server.restart();
  await vi.waitFor(() => expect(watch.current?.members).toEqual([]), 10_000);
});

test('an outage longer than the leases of members removes nobody, but later silence does', async () => {
  const store = await open({ storeAwayAfterMs: 400 });
  await store.announce(worker, 500);
  await server.kill();
  // The outage itself: longer than the lease, and than what counts as away.
  await wait(700);
  await server.restart();
  await becomes(true, store);
  expect((await store.readMembership()).members).toEqual([worker]);
  const watch = store.watchMembership(() => {}, { pollIntervalMs: 50 });
  await vi.waitFor(() => expect(watch.current?.members).toEqual([]), 10_000);
});

test('each time it is told why the store is away this time', async () => {
  const causes: string[] = [];
  const store = await open({ onReachable: (isThere, cause) => void (isThere || causes.push(String(cause))) });
  await server.kill();
  await vi.waitFor(() => expect(causes).toEqual(['Error: the connection was closed']));
  await server.restart();
  await vi.waitFor(() => expect(store.reachable).toBe(true), { timeout: 10_000 });
  server.pause();
  await refusedAfterMs(() => store.ping());
  await vi.waitFor(() => expect(causes.length).toBe(2), { timeout: 10_000 });
  expect(causes[1]).not.toBe(causes[0]);
  server.resume();
  await vi.waitFor(() => expect(store.reachable).toBe(true), { timeout: 10_000 });
  await server.kill();
  await vi.waitFor(() => expect(causes.length).toBe(3), { timeout: 10_000 });
  expect(causes[2]).toBe(causes[0]);
});
