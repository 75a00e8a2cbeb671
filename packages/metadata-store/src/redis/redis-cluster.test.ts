import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { becomes } from '../testing/becomes.js';
import { type RedisClusterServers, type RedisServer, startRedisCluster } from '../testing/index.js';
import { keySlot } from './key-slot.js';
import { redisKeys } from './redis-keys.js';

const commandTimeoutMs = 1000;
/** A busy machine must not be taken for a dead node. */
const nodeTimeoutMs = 4000;
/** Without a deadline in between. */
const atOnceMs = commandTimeoutMs / 2;

/** Several servers that have to find each other, on a busy machine. */
const startTimeoutMs = 60_000;

let cluster: RedisClusterServers;
let tests = 0;
beforeAll(async () => {
  cluster = await startRedisCluster({ replicasPerMaster: 1, nodeTimeoutMs });
}, startTimeoutMs);
afterAll(() => cluster.stop());

async function open() {
  tests += 1;
  const keyPrefix = `test-${tests}:`;
  const events: boolean[] = [];
  const store = await openMetadataStore(cluster.url, {
    keyPrefix,
    commandTimeoutMs,
    onReachable: (reachable) => events.push(reachable),
  });
  onTestFinished(() => store.close());
  return { store, keys: redisKeys(keyPrefix), events };
}

/** The master that has a slot now, and one that has not. Waits while a busy machine makes nodes doubt each other. */
async function mastersAround(slot: number): Promise<{ owner: RedisServer; other: RedisServer }> {
  const [any] = cluster.nodes as [RedisServer];
  return vi.waitFor(
    async () => {
      const nodes = (await cluster.cli(any, 'cluster', 'nodes')).split('\n');
      const masters = nodes.filter((line) => / (?:myself,)?master - .* connected \d/.test(line));
      expect(masters).toHaveLength(3);
      const serverOf = (line: string | undefined) =>
        cluster.nodes.find(({ port }) => line?.includes(`:${port}@`));
      const owner = serverOf(masters.find((line) => hasSlot(line, slot)));
      const other = serverOf(masters.find((line) => !hasSlot(line, slot)));
      if (owner === undefined || other === undefined) throw new Error(nodes.join('\n'));
      return { owner, other };
    },
    { timeout: 10_000, interval: 50 },
  );
}

/** Ranges and single slots stand at the end of a master's line. */
function hasSlot(line: string, slot: number): boolean {
  const slots = line.slice(line.indexOf(' connected '));
  const ranges = [...slots.matchAll(/ (\d+)(?:-(\d+))?(?= |$)/g)];
  return ranges.some(([, from, to = from]) => Number(from) <= slot && slot <= Number(to));
}

const idOf = (node: RedisServer) => cluster.cli(node, 'cluster', 'myid');

/** A lease key whose slot this master does not have. */
async function leaseKeyNotAt(node: RedisServer, keys: ReturnType<typeof redisKeys>): Promise<string> {
  for (let count = 0; count < 100; count += 1) {
    const key = `lease-${count}`;
    if ((await mastersAround(keySlot(keys.lease(key)))).owner !== node) return key;
  }
  throw new Error('every key has its slot there');
}

test('a cluster with replicas is durable only for those who wait for one', async () => {
  const durable = { commandTimeoutMs, requireDurable: true };
  await expect(openMetadataStore(cluster.url, durable)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining('UNDERSTUDY_METADATA_WAIT_REPLICAS'),
  });
  const store = await openMetadataStore(cluster.url, { ...durable, waitReplicas: 1 });
  onTestFinished(() => store.close());
  expect(await store.createDescription('d', '{}')).toEqual({ contentId: 1n, created: true });
});

/** Begins to move the catalog's slot to another master, where its keys are still to come. */
async function beginMoving(keys: ReturnType<typeof redisKeys>) {
  const slot = `${keySlot(keys.descriptions)}`;
  const { owner, other } = await mastersAround(Number(slot));
  const [ownerId, otherId] = [await idOf(owner), await idOf(other)];
  await cluster.cli(other, 'cluster', 'setslot', slot, 'importing', ownerId);
  await cluster.cli(owner, 'cluster', 'setslot', slot, 'migrating', otherId);
  return {
    owner,
    migrate: (...names: string[]) =>
      cluster.cli(owner, 'migrate', '127.0.0.1', `${other.port}`, '', '0', '5000', 'keys', ...names),
    async end() {
      for (const node of [other, owner]) await cluster.cli(node, 'cluster', 'setslot', slot, 'node', otherId);
    },
  };
}

test('a slot that moves is followed, before, while and after it moves', async () => {
  const { store, keys } = await open();
  await store.createDescription('before', '{}');

  // Half way: the keys are at the owner, which sends on whatever it does not have.
  const { migrate, end } = await beginMoving(keys);
  expect(await store.readDescription(1n)).toBe('{}');
  await migrate(keys.digests, keys.descriptions, keys.order, keys.lastContentId);
  // The owner answers ASK now.
  expect(await store.readDescription(1n)).toBe('{}');
  expect(await store.createDescription('during', '{"a":1}')).toEqual({ contentId: 2n, created: true });

  await end();
  // And MOVED.
  expect(await store.readDescription(2n)).toBe('{"a":1}');
  expect(await store.createDescription('before', '{}')).toEqual({ contentId: 1n, created: false });
});

test('a command whose keys are on their way waits for those that are missing', async () => {
  const { store, keys } = await open();
  await store.createDescription('before', '{}');
  const { owner, migrate, end } = await beginMoving(keys);
  await migrate(keys.digests, keys.descriptions);

  const creating = store.createDescription('during', '{"a":1}');
  await vi.waitFor(async () =>
    expect(await cluster.cli(owner, 'info', 'errorstats')).toContain('errorstat_TRYAGAIN'),
  );
  await migrate(keys.order, keys.lastContentId);
  expect(await creating).toEqual({ contentId: 2n, created: true });
  await end();
});

/** What a replica does not have yet is lost with its master. */
async function untilReplicated(master: RedisServer): Promise<void> {
  await vi.waitFor(
    async () => {
      const info = await cluster.cli(master, 'info', 'replication');
      const written = Number(/master_repl_offset:(\d+)/.exec(info)?.[1]);
      expect(Number(/slave0:.*offset=(\d+)/.exec(info)?.[1])).toBe(written);
    },
    { timeout: 10_000, interval: 50 },
  );
}

test('a node that hangs costs its own keys one deadline, and its replica takes over', {
  timeout: 60_000,
}, async () => {
  const { store, keys, events } = await open();
  await store.createDescription('before', '{}');
  const { owner } = await mastersAround(keySlot(keys.descriptions));
  const elsewhere = await leaseKeyNotAt(owner, keys);
  await untilReplicated(owner);
  owner.pause();
  onTestFinished(async () => {
    owner.resume();
    await cluster.untilWhole();
  });
  const startMs = performance.now();
  const refused = { code: 'metadata_unavailable' };
  await expect(store.createDescription('during', '{}')).rejects.toMatchObject(refused);
  expect(performance.now() - startMs).toBeLessThan(commandTimeoutMs + 2000);

  const nextMs = performance.now();
  await expect(store.createDescription('during', '{}')).rejects.toMatchObject(refused);
  expect(await store.acquireLease(elsewhere, 'a', 60_000)).toEqual({ acquired: true, token: 1 });
  expect(performance.now() - nextMs).toBeLessThan(atOnceMs);

  await becomes(true, store);
  expect(await store.readDescription(1n)).toBe('{}');
  expect(await store.createDescription('after', '{}')).toEqual({ contentId: 2n, created: true });
  expect(events).toEqual([true, false, true]);
});

test('a cluster that is away at the start is found when it comes', async () => {
  for (const node of cluster.nodes) await node.kill();
  const { store, events } = await open();
  expect(store.reachable).toBe(false);
  await expect(store.ping()).rejects.toMatchObject({ code: 'metadata_unavailable' });
  await Promise.all(cluster.nodes.map((node) => node.restart()));
  await cluster.untilWhole();
  await becomes(true, store);
  expect(await store.createDescription('d', '{}')).toEqual({ contentId: 1n, created: true });
  expect(events).toEqual([false, true]);
});
