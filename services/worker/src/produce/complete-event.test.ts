import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

async function completed({ context }: TestWorker): Promise<number | undefined> {
  const metric = await context.registry.getSingleMetric('understudy_videos_completed_total')?.get();
  return metric?.values[0]?.value;
}

test('a video is told to be complete once, when its last piece has come', async () => {
  const contentId = await cluster.describe('complete', 3);
  const worker = await cluster.start('a');
  await cluster.get(worker.url, contentId, '2.m4s');
  await expect.poll(() => worker.context.knownProduction(contentId)?.running).toBe(false);
  expect(await completed(worker)).toBe(0);
  await cluster.get(worker.url, contentId, 'video.mp4');
  await expect.poll(() => completed(worker)).toBe(1);
  await cluster.get(worker.url, contentId, 'video.mp4');
  await expect.poll(() => worker.context.knownProduction(contentId)?.running).toBe(false);
  expect(await completed(worker)).toBe(1);
});
