import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import {
  describeMetadataStore,
  freshPrefix,
  type RedisClusterServers,
  type RedisSentinels,
  type RedisServer,
  redisCli,
  startRedisCluster,
  startRedisSentinels,
  startRedisServer,
} from '../testing/index.js';
import { testMember } from '../testing/test-member.js';

/** The user of `docs/reference/metadata-store.md`, as that page says it: what ACL SETUSER is given after its name. */
async function documentedRights(): Promise<string[]> {
  const page = await readFile(
    new URL('../../../../docs/reference/metadata-store.md', import.meta.url),
    'utf8',
  );
  const [, rights = ''] = /ACL SETUSER understudy (on >PASSWORD [^`]*)```/.exec(page) ?? [];
  return rights.replace('PASSWORD', 'secret').trim().split(/\s+/);
}
const rightsInCluster = ['+cluster|slots', '+asking'];
const rightsAtSentinels = ['+hello', '+sentinel|get-master-addr-by-name', '+sentinel|sentinels'];
const worker = testMember('w1');
const login = 'understudy:secret@';

/** Several servers that have to find each other, on a busy machine. */
const startTimeoutMs = 60_000;

let rights: string[];
let server: RedisServer;
let cluster: RedisClusterServers;
let sentinels: RedisSentinels;
beforeAll(async () => {
  rights = await documentedRights();
  server = await startRedisServer();
  await redisCli(server.port, 'acl', 'setuser', 'understudy', ...rights);
  cluster = await startRedisCluster();
  for (const node of cluster.nodes) {
    await cluster.cli(node, 'acl', 'setuser', 'understudy', ...rights, ...rightsInCluster);
  }
  sentinels = await startRedisSentinels();
}, startTimeoutMs);
afterAll(async () => {
  await server.stop();
  await cluster.stop();
  await sentinels.stop();
});

describeMetadataStore(
  'Redis, as the documented user',
  freshPrefix(() => server.url.replace('://', `://${login}`)),
);

test('the documented user reaches every node of a cluster', async () => {
  const store = await openMetadataStore(cluster.url.replace('://', `://${login}`), { requireDurable: true });
  expect(await store.createDescription('d', '{}')).toEqual({ contentId: 1n, created: true });
  for (let count = 0; count < 30; count += 1) {
    expect(await store.acquireLease(`k${count}`, 'a', 60_000)).toEqual({ acquired: true, token: 1 });
  }
  expect((await store.readMembership()).members).toEqual([]);
  await store.close();
});

test('the documented user has no right that is not used', async () => {
  // What the suite has no time for: nobody asks for longer than `storeAwayAfterMs`, and all leases are longer by that.
  const store = await openMetadataStore(server.url.replace('://', `://${login}`), { storeAwayAfterMs: 30 });
  await store.announce(worker, 60_000);
  await wait(60);
  expect((await store.readMembership()).members).toEqual([worker]);
  await store.close();

  const stats = await redisCli(server.port, 'info', 'commandstats');
  const used = new Set([...stats.matchAll(/^cmdstat_(\S+?):/gm)].map(([, name]) => name));
  const granted = rights.filter((right) => /^\+/.test(right)).map((right) => right.slice(1));
  expect(granted.length).toBeGreaterThan(20);
  // No replica to wait for here; redis-sentinel-store.test.ts waits for one.
  expect(granted.filter((name) => !used.has(name))).toEqual(['wait']);
});

test('a user who may do nothing else at sentinels and servers reaches the master', async () => {
  for (const node of sentinels.servers) {
    await redisCli(node.port, 'acl', 'setuser', 'understudy', ...rights);
  }
  for (const port of sentinels.sentinelPorts) {
    const user = ['watcher', 'on', '>secret', 'allchannels', '-@all', ...rightsAtSentinels];
    await redisCli(port, 'acl', 'setuser', ...user);
  }
  const url = sentinels.url.replace('://', `://${login}`);
  const store = await openMetadataStore(`${url}&sentinel-username=watcher&sentinel-password=secret`, {
    requireDurable: true,
    waitReplicas: 1,
  });
  expect(await store.createDescription('d', '{}')).toEqual({ contentId: 1n, created: true });
  await store.close();

  const wrong = await openMetadataStore(`${url}&sentinel-username=watcher&sentinel-password=wrong`, {
    commandTimeoutMs: 300,
  });
  expect(wrong.reachable).toBe(false);
  await wrong.close();
});

test('the documented user gets at nothing else', async () => {
  const ask = (...args: string[]) =>
    redisCli(server.port, '--user', 'understudy', '--pass', 'secret', '--no-auth-warning', ...args);
  await expect(ask('get', 'theirs')).rejects.toThrow(/NOPERM/);
  await expect(ask('flushall')).rejects.toThrow(/NOPERM/);
  await expect(ask('config', 'set', 'appendonly', 'no')).rejects.toThrow(/NOPERM/);
  await expect(ask('publish', 'theirs', 'x')).rejects.toThrow(/NOPERM/);
});

/** All that a store which cannot log in hands on, as anything could print it. */
async function toldBy(url: string): Promise<string> {
  const told: unknown[] = [];
  const store = await openMetadataStore(url, {
    commandTimeoutMs: 1000,
    onReachable: (reachable, cause) => told.push(reachable, cause),
  });
  const watch = store.watchMembership(() => {}, {
    pollIntervalMs: 50,
    onReachable: (_, error) => told.push(error),
  });
  await watch.ready;
  told.push(await store.ping().catch((error: unknown) => error));
  told.push(await store.createDescription('d', '{}').catch((error: unknown) => error));
  await store.close();
  return inspect(told, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null });
}

const password = 'pass-word-7f3a';
const stranger = (url: string) => url.replace('://', `://stranger:${password}@`);
test.each([
  ['one server', () => stranger(server.url), /WRONGPASS/],
  ['a cluster', () => stranger(cluster.url), /WRONGPASS/],
  ['the master of sentinels', () => stranger(sentinels.url), /WRONGPASS/],
  [
    'sentinels',
    () => `${sentinels.url}&sentinel-username=stranger&sentinel-password=${password}`,
    /WRONGPASS/,
  ],
])('%s that refuses a password: the store says so without it', async (_what, url, reason) => {
  const told = await toldBy(url());
  expect(told).toMatch(reason);
  expect(told).not.toContain(password);
});

/** A client of a Redis that may have one: whoever asked whether it runs may still be counted, so it may be refused for a moment. */
async function takePlace(port: number): Promise<Socket> {
  for (let tries = 0; tries < 50; tries += 1) {
    const client = connect(port, '127.0.0.1');
    const answer = await new Promise<string>((resolve) => {
      client.once('data', (bytes) => resolve(bytes.toString()));
      // Who is refused may be reset before the refusal is read.
      client.on('error', () => undefined).once('close', () => resolve(''));
      client.write('PING\r\n');
    });
    if (answer.startsWith('+PONG')) return client;
    client.destroy();
    await wait(20);
  }
  throw new Error('the Redis took no client');
}

test.each([
  // What it says is lost where the connection is reset before that is read.
  [
    'has all the clients that it may have',
    ['--maxclients', '1'],
    /max number of clients reached|(ECONNRESET|is closed);.*maxclients/,
  ],
  ['knows no AUTH', ['--rename-command', 'HELLO', '', '--rename-command', 'AUTH', ''], /unknown command/],
])('a Redis that %s: the store says so without the password', async (_what, args, reason) => {
  const busy = await startRedisServer(args);
  onTestFinished(() => busy.stop());
  const other = await takePlace(busy.port);
  onTestFinished(() => void other.destroy());
  const told = await toldBy(busy.url.replace('://', `://:${password}@`));
  expect(told).toMatch(reason);
  expect(told).not.toContain(password);
});
