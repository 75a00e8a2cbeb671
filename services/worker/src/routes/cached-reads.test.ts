import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';

const video = scriptedVideo(3);
let cluster: TestCluster;
let worker: TestWorker;
let contentId: bigint;

beforeEach(async () => {
  cluster = await TestCluster.open();
  worker = await cluster.start('a', { UNDERSTUDY_READ_CACHE_BYTES: '1000000' });
  contentId = await cluster.describe('cached', 3);
  await cluster.get(worker.url, contentId, 'video.mp4');
});
afterEach(() => cluster.close());

test('what was just made is played without its files: whole, a segment, a range', async () => {
  const artifact = worker.context.store.get(contentId);
  for (const { piece } of artifact?.sealedPieces() ?? []) await rm(artifact?.state(piece)?.path as string);
  const whole = await cluster.get(worker.url, contentId, 'video.mp4');
  expect([whole.status, whole.whole, whole.body.equals(video)]).toEqual([200, true, true]);
  const init = await cluster.get(worker.url, contentId, 'init.mp4');
  const segment = await cluster.get(worker.url, contentId, '0.m4s');
  const start = init.body.length;
  expect(segment.body.equals(video.subarray(start, start + segment.body.length))).toBe(true);
  const range = await cluster.get(worker.url, contentId, 'video.mp4', { range: 'bytes=200-5000' });
  expect([range.status, range.body.equals(video.subarray(200, 5_001))]).toEqual([206, true]);
});

test('nothing of a deleted video stays in memory', async () => {
  expect(worker.context.readCache.bytes).toBe(video.length);
  await cluster.delete(contentId);
  await expect.poll(() => worker.context.readCache.bytes).toBe(0);
});
