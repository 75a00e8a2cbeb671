import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { MetadataStore } from '../metadata-store.js';
import { openMetadataStore } from '../open-metadata-store.js';
import { startRedisServer } from '../testing/redis-server.js';

test('a Redis that was set back to a backup gives no ID again that its catalog has given, or that a worker tells', async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  const backup = await mkdtemp(join(tmpdir(), 'understudy-backup-'));
  onTestFinished(() => rm(backup, { recursive: true }));
  const open = async () => {
    const store = await openMetadataStore(server.url, {});
    onTestFinished(() => store.close());
    return store;
  };
  const give = async (store: MetadataStore, digest: string) =>
    Number((await store.createDescription(digest, digest)).contentId);
  const setBack = async () => {
    await server.kill();
    await rm(server.dir, { recursive: true });
    await cp(backup, server.dir, { recursive: true });
    await server.restart();
  };

  const catalog = await open();
  expect([await give(catalog, 'a'), await give(catalog, 'b')]).toEqual([1, 2]);
  await server.kill();
  await cp(server.dir, backup, { recursive: true });
  await server.restart();
  await expect.poll(() => give(catalog, 'c').catch(() => 0)).toBe(3);
  expect(await give(catalog, 'd')).toBe(4);

  await setBack();
  await expect.poll(() => give(catalog, 'e').catch(() => 0)).toBe(5);

  await setBack();
  // Neither knows what the other catalog gave.
  const [another, worker] = await Promise.all([open(), open()]);
  await worker.keepAbove(5n);
  expect(await give(another, 'f')).toBe(6);
});
