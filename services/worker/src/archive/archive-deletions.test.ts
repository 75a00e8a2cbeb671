import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Archive, openArchive } from '@understudy/archive';
import { type S3Server, startS3Server } from '@understudy/archive/testing';
import { descriptionDigest } from '@understudy/description';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ScriptedGenerator } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';

let server: S3Server;
let archive: Archive;
let cluster: TestCluster;
let env: Record<string, string>;
beforeAll(async () => {
  server = await startS3Server();
  archive = await openArchive(server.archiveUrl);
});
afterAll(async () => {
  archive.close();
  await server.stop();
});
beforeEach(async () => {
  cluster = await TestCluster.open();
  env = {
    UNDERSTUDY_ARCHIVE_URL: server.archiveUrl,
    UNDERSTUDY_ARCHIVE_SWEEP_MS: '50',
    UNDERSTUDY_ARCHIVE_GRACE_MS: '0',
    UNDERSTUDY_ARCHIVE_RETRY_MS: '100',
    UNDERSTUDY_PLAYER_LINGER_MS: '0',
  };
});
afterEach(async () => {
  await server.setFaults({});
  await cluster.close();
});

const soon = { timeout: 8_000, interval: 20 };
const isArchived = (artifactId: string) => archive.contains(artifactId, AbortSignal.timeout(5_000));

async function archived(worker: TestWorker, title: string) {
  const contentId = await cluster.describe(title, 2);
  await cluster.get(worker.url, contentId, 'video.mp4');
  const artifactId = worker.context.store.get(contentId)?.artifactId as string;
  await expect.poll(() => isArchived(artifactId), soon).toBe(true);
  return { contentId, artifactId };
}

test('a deleted video goes from the archive as well, also when that is away at first', async () => {
  const a = await cluster.start('a', env);
  const { contentId, artifactId } = await archived(a, 'archived');
  await server.setFaults({ status: 503 });
  await cluster.delete(contentId);
  // The copy here does not wait for the archive.
  await expect.poll(() => a.context.store.get(contentId), soon).toBeUndefined();
  await expect
    .poll(async () => (await server.requests()).filter((line) => line.startsWith('DELETE ')).length, soon)
    .toBeGreaterThan(0);
  await server.setFaults({});
  await expect.poll(() => isArchived(artifactId), soon).toBe(false);
});

test('copies of a generator that no worker runs any more go as well, and leave no mark', async () => {
  const old = await cluster.start('old', env, new ScriptedGenerator({ fingerprint: '0'.repeat(64) }));
  const { contentId, artifactId } = await archived(old, 'of an old version');
  await old.crash();
  const a = await cluster.start('a', env);
  const made = await cluster.get(a.url, contentId, 'video.mp4');
  expect(made.status).toBe(200);
  const newer = a.context.store.get(contentId)?.artifactId as string;
  expect(newer).not.toBe(artifactId);
  await expect.poll(() => isArchived(newer), soon).toBe(true);
  const digest = descriptionDigest(JSON.parse(a.context.store.get(contentId)?.canonical as string));
  await cluster.delete(contentId);
  await expect.poll(() => archive.artifactsOf(digest, AbortSignal.timeout(5_000)), soon).toEqual([]);
  expect(await Promise.all([artifactId, newer].map(isArchived))).toEqual([false, false]);
});

test('a worker that comes late leaves alone what was described and archived again', async () => {
  const a = await cluster.start('a', env);
  const first = await archived(a, 'again');
  await a.crash();
  await cluster.delete(first.contentId);
  const b = await cluster.start('b', env);
  const second = await archived(b, 'again');
  expect(second.artifactId).toBe(first.artifactId);
  const gone = await archived(b, 'gone');
  await cluster.delete(gone.contentId);

  const cursor = join(cluster.dataDirOf('a'), 'archive-deletions');
  await writeFile(cursor, '0\n');
  await cluster.start('a', env);
  await expect.poll(() => readFile(cursor, 'utf8'), soon).toMatch(/^2 [0-9a-f]{16} /);
  expect(await isArchived(gone.artifactId)).toBe(false);
  expect(await isArchived(second.artifactId)).toBe(true);
});
