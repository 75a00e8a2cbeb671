import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalDescription, descriptionDigest, parseDescription } from '@understudy/description';
import { type MetadataStore, openMetadataStore } from '@understudy/metadata-store';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { TestCluster } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

async function describe(store: MetadataStore, title: string): Promise<bigint> {
  const scenes = [{ duration: 32 / 30, source: { type: 'still', color: '#204060' } }];
  const description = parseDescription({ title, width: 64, height: 64, fps: 30, scenes });
  const digest = descriptionDigest(description);
  return (await store.createDescription(digest, canonicalDescription(description))).contentId;
}

test('a Redis whose directory is put back to a backup gives no ID under which a worker has another video', async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  const backup = await mkdtemp(join(tmpdir(), 'understudy-backup-'));
  onTestFinished(() => rm(backup, { recursive: true }));
  const open = async () => {
    const store = await openMetadataStore(server.url, {});
    onTestFinished(() => store.close());
    return store;
  };
  const before = await open();
  const kept = await describe(before, 'kept');
  await server.kill();
  await cp(server.dir, backup, { recursive: true });
  await server.restart();
  await before.close();

  const cluster = await TestCluster.open();
  onTestFinished(() => cluster.close());
  const catalog = await open();
  const workersStore = await open();
  const worker = await cluster.start(
    'a',
    { UNDERSTUDY_MEMBER_LEASE_MS: '600' },
    undefined,
    () => workersStore,
  );
  const lost = await describe(catalog, 'lost');
  expect((await cluster.get(worker.url, lost, 'video.mp4')).status).toBe(200);

  await server.kill();
  await rm(server.dir, { recursive: true });
  await cp(backup, server.dir, { recursive: true });
  await server.restart();
  const another = await open();
  await until('the worker is a member again', async () =>
    (await another.readMembership()).members.some(({ id }) => id === 'a'),
  );
  expect(await another.readDescription(kept)).toBeDefined();
  const made = await describe(another, 'made');
  expect([kept, lost]).not.toContain(made);
  expect((await cluster.get(worker.url, made, 'video.mp4')).status).toBe(200);
  expect(worker.context.store.get(made)?.artifactId).not.toBe(worker.context.store.get(lost)?.artifactId);
});
