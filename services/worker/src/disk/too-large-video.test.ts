import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const tiny = { UNDERSTUDY_DISK_QUOTA_BYTES: '30000', UNDERSTUDY_DISK_CHECK_MS: '60000' };

test('a video that no quota fits keeps no other one from being made, however often it is asked for', async () => {
  const a = await cluster.start('a', { ...tiny, UNDERSTUDY_FAILURE_MEMORY_MS: '0' });
  const small = scriptedVideo(2);
  const large = await cluster.describe('large', 12);
  for (let round = 0; round < 5; round += 1) {
    const cut = await cluster.get(a.url, large, 'video.mp4');
    expect(cut.whole && cut.status === 200).toBe(false);
    const answer = await cluster.get(a.url, await cluster.describe(`small ${round}`, 2), 'video.mp4');
    expect(answer).toMatchObject({ status: 200, whole: true });
    expect(answer.body.equals(small)).toBe(true);
    expect(a.context.store.usedBytes()).toBeLessThanOrEqual(30_000);
  }
});

test('it comes through this worker from one that has the room', async () => {
  const a = await cluster.start('a', { ...tiny, UNDERSTUDY_FAILURE_MEMORY_MS: '60000' });
  const large = await cluster.describe('large', 12);
  await cluster.get(a.url, large, 'video.mp4');
  const roomy = await cluster.start('roomy');
  await cluster.joined(a, roomy);
  const relayed = await cluster.get(a.url, large, 'video.mp4');
  expect(relayed).toMatchObject({ status: 200, whole: true });
  expect(relayed.body.equals(scriptedVideo(12))).toBe(true);
});
