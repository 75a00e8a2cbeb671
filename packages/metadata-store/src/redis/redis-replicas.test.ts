import { expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { type RedisServer, redisCli, startRedisServer } from '../testing/index.js';

const commandTimeoutMs = 1500;

async function startPair(): Promise<{ master: RedisServer; replica: RedisServer }> {
  const master = await startRedisServer(['--repl-diskless-sync-delay', '0']);
  onTestFinished(() => master.stop());
  const replica = await startRedisServer(['--replicaof', '127.0.0.1', `${master.port}`]);
  onTestFinished(() => replica.stop());
  await redisCli(master.port, 'set', 'probe', 'arrived');
  await expect.poll(() => redisCli(replica.port, 'get', 'probe'), { timeout: 10_000 }).toBe('arrived');
  return { master, replica };
}

async function open(server: RedisServer) {
  const store = await openMetadataStore(server.url, {
    waitReplicas: 1,
    requireDurable: true,
    commandTimeoutMs,
  });
  onTestFinished(() => store.close());
  return store;
}

test('a description is acknowledged when a replica has it', async () => {
  const { master, replica } = await startPair();
  const store = await open(master);
  expect(await store.createDescription('d', '{}')).toEqual({ contentId: 1n, created: true });
  expect(await redisCli(replica.port, 'hget', 'understudy:{catalog}:digests', 'd')).toBe('1');
});

test('to ask again writes again: WAIT is promised only for what its own connection wrote', async () => {
  const { master } = await startPair();
  const writes = async () => {
    const stats = await redisCli(master.port, 'info', 'commandstats');
    return Number(/cmdstat_hset:calls=(\d+)/.exec(stats)?.[1]);
  };
  await (await open(master)).createDescription('d', '{}');
  const before = await writes();
  await (await open(master)).createDescription('d', '{}');
  expect(await writes()).toBe(before + 1);
});

test('what no replica has is not acknowledged, not even to another who asks for the same', async () => {
  const { master, replica } = await startPair();
  const [first, second] = [await open(master), await open(master)];
  replica.pause();
  const refused = { code: 'metadata_unavailable' };
  await expect(first.createDescription('d', '{}')).rejects.toMatchObject(refused);
  await expect(second.createDescription('d', '{}')).rejects.toMatchObject(refused);
  replica.resume();
  await expect
    .poll(() => second.createDescription('d', '{}').catch(() => undefined))
    .toEqual({ contentId: 1n, created: false });
});

test('a revocation is acknowledged when a replica has it, and so is that it was taken back', async () => {
  const { master, replica } = await startPair();
  const store = await open(master);
  const revocation = { kind: 'viewer', value: 'u-1', untilMs: Date.now() + 60_000 } as const;
  replica.pause();
  await expect(store.revoke(revocation, 10)).rejects.toMatchObject({ code: 'metadata_unavailable' });
  replica.resume();
  await expect.poll(() => store.revoke(revocation, 10).catch(() => undefined)).toBe(true);
  expect(await redisCli(replica.port, 'keys', '*revocations*')).not.toBe('');
});

test('nothing else waits for a replica that is slow', async () => {
  const { master, replica } = await startPair();
  const store = await open(master);
  await store.createDescription('d', '{}');
  replica.pause();
  let isWaiting = true;
  const creating = expect(
    store.createDescription('e', '{}').finally(() => {
      isWaiting = false;
    }),
  ).rejects.toMatchObject({ message: expect.stringContaining('0 of 1 replicas') });
  expect(await store.readDescription(1n)).toBe('{}');
  expect(await store.acquireLease('k', 'a', 60_000)).toEqual({ acquired: true, token: 1 });
  expect(isWaiting).toBe(true);
  await creating;
  expect(store.reachable).toBe(true);
});
