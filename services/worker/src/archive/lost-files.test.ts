import { rm } from 'node:fs/promises';
import { type S3Server, startS3Server } from '@understudy/archive/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fileOf } from '../testing/damage.js';
import { TestCluster } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let server: S3Server;
let cluster: TestCluster;
let env: Record<string, string>;
beforeAll(async () => {
  server = await startS3Server();
  env = { UNDERSTUDY_ARCHIVE_URL: server.archiveUrl, UNDERSTUDY_ARCHIVE_SWEEP_MS: '60000' };
});
afterAll(() => server.stop());
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

test('an upload that meets a lost file sets it aside, and is made when the piece is there again', async () => {
  const a = await cluster.start('a', { ...env, UNDERSTUDY_ARCHIVE_POLICY: 'drain' });
  const contentId = await cluster.describe('lost file', 2);
  await cluster.get(a.url, contentId, 'video.mp4');
  await cluster.get(a.url, contentId, 'poster.jpg');
  const artifactId = a.context.store.get(contentId)?.artifactId as string;
  const [segment, poster] = [fileOf(a, contentId, 1), fileOf(a, contentId, 'poster')];
  await Promise.all([rm(segment), rm(poster)]);
  // The lost ones are made again as soon as they are known to be lost.
  await until('it is archived', async () => {
    await a.context.archive?.leave();
    return (await a.context.archive?.isArchived(artifactId)) ?? false;
  });
});

test('a worker that cannot tell what it has leaves all the same', async () => {
  const a = await cluster.start('a', env);
  const told = vi.spyOn(a.context.events, 'archiveNotLeft');
  const all = vi.spyOn(a.context.store, 'all').mockImplementation(() => {
    throw new Error('no list');
  });
  await a.context.archive?.leave();
  all.mockRestore();
  expect(told).toHaveBeenCalledOnce();
});
