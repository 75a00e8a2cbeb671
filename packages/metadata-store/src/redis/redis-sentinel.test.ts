import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { becomes } from '../testing/becomes.js';
import { type RedisSentinels, startRedisSentinels } from '../testing/index.js';
import { redisClients } from './redis-clients.js';
import { RedisConnection } from './redis-connection.js';
import { parseRedisUrl } from './redis-url.js';

const commandTimeoutMs = 500;

/** Several servers that have to find each other, on a busy machine. */
const startTimeoutMs = 60_000;

let sentinels: RedisSentinels;
beforeAll(async () => {
  sentinels = await startRedisSentinels({ downAfterMs: 1000 });
}, startTimeoutMs);
afterAll(() => sentinels.stop());

async function open(url = sentinels.url) {
  const store = await openMetadataStore(url, { commandTimeoutMs });
  onTestFinished(() => store.close());
  return store;
}

test('a master that may be replaced is durable only for those who wait for a replica', async () => {
  const opening = openMetadataStore(sentinels.url, { requireDurable: true });
  await expect(opening).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining('UNDERSTUDY_METADATA_WAIT_REPLICAS'),
  });
});

test('a sentinel that hangs is passed over', async () => {
  sentinels.pauseSentinel(0);
  onTestFinished(() => sentinels.resumeSentinel(0));
  const store = await openMetadataStore(sentinels.url, { commandTimeoutMs: 600 });
  onTestFinished(() => store.close());
  await becomes(true, store);
  await store.ping();
});

test('a name that no sentinel knows is a store that is away; it can be closed', async () => {
  const store = await open(sentinels.url.replace('mymaster', 'other'));
  expect(store.reachable).toBe(false);
  await expect(store.ping()).rejects.toMatchObject({ code: 'metadata_unavailable' });
  await store.close();
});

test('a connection that is dropped while it connects is made all the same', async () => {
  const target = parseRedisUrl(sentinels.url);
  const clients = redisClients(target, commandTimeoutMs);
  const ended: boolean[] = [];
  const interrupted = {
    ...clients,
    control() {
      const client = clients.control();
      // Sentinels are being asked then; ioredis gives up for good.
      client.once('connecting', () => client.disconnect(true));
      client.once('end', () => ended.push(true));
      return client;
    },
  };
  const connection = new RedisConnection(interrupted, {
    commandTimeoutMs,
    storeAwayAfterMs: 3000,
    waitReplicas: 0,
    requireDurable: false,
    countFrom: 0,
    onUnsafe: () => {},
    onReachable: () => {},
  });
  onTestFinished(() => connection.close());
  await becomes(true, connection);
  expect(ended).toEqual([true]);
});

test('a master that hangs is replaced, and what waits on it is not sent again', async () => {
  const store = await open();
  await store.createDescription('before', '{}');
  const watch = store.watchMembership(() => {}, { pollIntervalMs: 50 });
  await watch.ready;
  const master = await sentinels.master();
  master.pause();
  onTestFinished(() => master.resume());
  await expect(store.createDescription('during', '{}')).rejects.toMatchObject({
    code: 'metadata_unavailable',
  });
  await sentinels.untilPromoted(master);
  await becomes(true, store);
  await becomes(true, watch);
  expect(await store.createDescription('after', '{}')).toEqual({ contentId: 2n, created: true });
  expect(await store.readDescription(1n)).toBe('{}');
});
