import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { MetadataStoreOptions } from '../metadata-store.js';
import { openMetadataStore } from '../open-metadata-store.js';
import { becomes } from '../testing/becomes.js';
import { type RedisServer, redisCli, startRedisServer } from '../testing/index.js';

let server: RedisServer;
let tests = 0;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  tests += 1;
  await server.restart();
});

async function open(options: MetadataStoreOptions = {}) {
  const store = await openMetadataStore(server.url, {
    keyPrefix: `test-${tests}:`,
    requireDurable: true,
    ...options,
  });
  onTestFinished(() => store.close());
  return store;
}

test.each([
  ['appendonly', 'no'],
  ['appendfsync', 'everysec'],
  ['no-appendfsync-on-rewrite', 'yes'],
])('a Redis with %s %s is refused at the start, unless nobody asks', async (name, value) => {
  await server.restart([`--${name}`, value]);
  const remedy = `set ${name} ${name === 'appendfsync' ? 'always' : name === 'appendonly' ? 'yes' : 'no'}`;
  const connections = () => redisCli(server.port, 'client', 'list');
  await expect(open()).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining(remedy),
  });
  // Only the one that asks.
  await expect.poll(async () => (await connections()).split('\n')).toHaveLength(1);
  const unchecked = await open({ requireDurable: false });
  expect((await unchecked.createDescription('d', '{}')).created).toBe(true);
});

test('a user who may not read the configuration is told so', async () => {
  await redisCli(server.port, 'acl', 'setuser', 'blind', 'on', '>pw', '~*', '&*', '+@all', '-config');
  const url = server.url.replace('//', '//blind:pw@');
  const opening = openMetadataStore(url, { requireDurable: true });
  await expect(opening).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining('+config|get'),
  });
});

test('a default user without rights is refused, since Redis then drops what it reads from its own file', async () => {
  const aclfile = join(server.dir, 'users.acl');
  const ann = 'user ann on >secret ~* &* +@all';
  await writeFile(aclfile, `user default on nopass -@all +ping\n${ann}\n`);
  await server.restart(['--aclfile', aclfile]);
  const url = server.url.replace('//', '//ann:secret@');
  const openAsAnn = (requireDurable: boolean) => openMetadataStore(url, { requireDurable });
  await expect(openAsAnn(true)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining('ACL SETUSER default off ~* &* +@all'),
  });

  // What is said to be right is: a user default that is off, with its rights.
  await writeFile(aclfile, `user default off ~* &* +@all\n${ann}\n`);
  await server.restart(['--aclfile', aclfile]);
  const store = await openAsAnn(true);
  const { contentId } = await store.createDescription('kept', '{"kept":true}');
  await store.close();
  await server.restart(['--aclfile', aclfile]);
  const again = await openAsAnn(true);
  expect(await again.readDescription(contentId)).toBe('{"kept":true}');
  await again.close();
});

test('a user who may not ask whether a restart keeps all is told so', async () => {
  await redisCli(server.port, 'acl', 'setuser', 'blind', 'on', '>pw', '~*', '&*', '+@all', '-acl');
  const url = server.url.replace('//', '//blind:pw@');
  await expect(openMetadataStore(url, { requireDurable: true })).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining('+acl|dryrun'),
  });
});

test('a Redis that comes later is looked at before anything is acknowledged', async () => {
  await server.kill();
  const unsafe: string[][] = [];
  const store = await open({ onUnsafe: (faults) => unsafe.push([...faults]) });
  await server.restart(['--appendonly', 'no']);
  await becomes(true, store);
  await expect.poll(() => unsafe).toEqual([[expect.stringContaining('set appendonly yes')]]);
  for (const digest of ['a', 'b']) {
    await expect(store.createDescription(digest, '{}')).rejects.toMatchObject({
      code: 'metadata_unavailable',
    });
  }
  expect(unsafe).toHaveLength(1);
  expect(await redisCli(server.port, 'dbsize')).toBe('0');
  // What needs no durability goes on.
  expect(await store.readDescription(1n)).toBeUndefined();
  expect(await store.acquireLease('k', 'a', 60_000)).toEqual({ acquired: true, token: 1 });

  await redisCli(server.port, 'config', 'set', 'appendonly', 'yes');
  // What it takes until its file is written anew is in no file that counts.
  await expect
    .poll(() => store.createDescription('a', '{}').catch(() => undefined), { interval: 5, timeout: 5000 })
    .toEqual({ contentId: 1n, created: true });
  expect(await redisCli(server.port, 'info', 'persistence')).toContain('aof_rewrite_in_progress:0');
  await server.restart();
  await becomes(false, store);
  await becomes(true, store);
  expect(await store.readDescription(1n)).toBe('{}');
});

test('another Redis in its place is looked at again', async () => {
  const store = await open();
  await store.createDescription('a', '{}');
  await server.restart(['--appendfsync', 'everysec']);
  await becomes(false, store);
  await becomes(true, store);
  await expect(store.createDescription('b', '{}')).rejects.toMatchObject({ code: 'metadata_unavailable' });
  expect(await store.readDescription(1n)).toBe('{}');
});
