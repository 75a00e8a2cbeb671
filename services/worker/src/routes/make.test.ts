import { openArchive } from '@understudy/archive';
import { startS3Server } from '@understudy/archive/testing';
import { descriptionDigest } from '@understudy/description';
import {
  type ArchivedAnswer,
  artifactPath,
  type EvictAnswer,
  type StatusesAnswer,
  type UnarchivedAnswer,
} from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const ask = <T>(worker: TestWorker, method: 'GET' | 'POST' | 'DELETE', path: string, json?: object) =>
  cluster.client.json<T>({
    ...{ method, url: worker.url, path, headTimeoutMs: 5_000 },
    ...(json !== undefined && { json }),
  });
const evict = (worker: TestWorker, contentId: bigint) =>
  ask<EvictAnswer>(worker, 'POST', artifactPath(contentId, 'evict'));
const make = (worker: TestWorker, contentId: bigint) =>
  ask(worker, 'POST', artifactPath(contentId, 'make'), {});
const statuses = async (worker: TestWorker, ...contentIds: bigint[]) => {
  const asked = { contentIds: contentIds.map(String) };
  return (await ask<StatusesAnswer>(worker, 'POST', '/artifacts/status', asked)).copies;
};

test('what was evicted is made again though nobody plays it, with the same bytes under the same ETag', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('again', 4);
  const before = await cluster.get(a.url, contentId, 'video.mp4');
  await until('it is idle', async () => (await evict(a, contentId)).evicted);
  expect(await statuses(a, contentId)).toEqual([]);
  expect(a.generator.runs).toEqual([0, 1, 2, 3]);
  const hold = a.generator.hold(2, 2);
  await make(a, contentId);
  await hold.reached;
  // What a player has left ends meanwhile (UNDERSTUDY_LINGER_MS).
  const left = await cluster.describe('left', 1);
  await cluster.get(a.url, left, 'video.mp4');
  await until('nobody is waited for', () => a.context.knownProduction(left)?.busy === false);
  expect(await statuses(a, contentId, 77n)).toMatchObject([
    { contentId: String(contentId), sealed: 'init,0-1', generating: true, complete: false },
  ]);
  // In use: it stays.
  expect(await evict(a, contentId)).toMatchObject({ evicted: false, kept: 1 });
  hold.release();
  await until('it is complete', async () => (await statuses(a, contentId))[0]?.complete === true);
  expect(a.generator.runs).toEqual([0, 1, 2, 3, 0, 1, 2, 0, 3]);
  const after = await cluster.get(a.url, contentId, 'video.mp4');
  expect(after.body.equals(scriptedVideo(4))).toBe(true);
  expect(after.headers.etag).toBe(before.headers.etag);
  await until('nobody wants anything', () => a.context.knownProduction(contentId)?.busy === false);
});

test('a video that nothing describes is not made', async () => {
  const a = await cluster.start('a');
  await expect(make(a, 77n)).rejects.toMatchObject({ message: expect.stringContaining('404') });
});

test('what is archived of a description goes for all its renditions, and the worker knows it at once', async () => {
  const s3 = await startS3Server();
  onTestFinished(() => s3.stop());
  const archive = await openArchive(s3.archiveUrl);
  onTestFinished(() => archive.close());
  const a = await cluster.start('a', {
    UNDERSTUDY_ARCHIVE_URL: s3.archiveUrl,
    UNDERSTUDY_ARCHIVE_SWEEP_MS: '50',
    UNDERSTUDY_ARCHIVE_GRACE_MS: '0',
    UNDERSTUDY_PLAYER_LINGER_MS: '0',
  });
  const contentId = await cluster.describe('archived', 2);
  const digest = descriptionDigest(JSON.parse((await cluster.store.readDescription(contentId)) as string));
  const isArchived = () => ask<ArchivedAnswer>(a, 'GET', `/archived/${digest}`);
  expect(await isArchived()).toEqual({ archived: false });
  await cluster.get(a.url, contentId, 'video.mp4');
  await until('it is archived', async () => (await isArchived()).archived === true);
  await evict(a, contentId);
  expect(await ask<UnarchivedAnswer>(a, 'DELETE', `/archived/${digest}`)).toEqual({ removed: 1 });
  expect(await isArchived()).toEqual({ archived: false });
  expect(await archive.artifactsOf(digest, AbortSignal.timeout(5_000))).toEqual([]);
  expect(await ask<UnarchivedAnswer>(a, 'DELETE', `/archived/${digest}`)).toEqual({ removed: 0 });
  await cluster.get(a.url, contentId, 'video.mp4');
  expect(a.generator.runs).toEqual([0, 1, 0, 1]);
});

test('where there is no archive it is said so', async () => {
  const a = await cluster.start('a');
  const path = `/archived/${'a'.repeat(64)}`;
  expect(await ask<ArchivedAnswer>(a, 'GET', path)).toEqual({ archived: null });
  expect(await ask<UnarchivedAnswer>(a, 'DELETE', path)).toEqual({ removed: null });
  await expect(ask(a, 'GET', '/archived/x')).rejects.toMatchObject({
    message: expect.stringContaining('400'),
  });
});
