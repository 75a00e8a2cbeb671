import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

test.each([
  ['the whole initialization segment', 'init', 0, 300],
  ['a whole segment', 1, 4_300, 4_000],
  ['a part of a segment', 1, 4_300, 1_500],
] as const)('%s that a broken feed left unsealed is sealed by the next one', async (_, piece, at, length) => {
  const still = { UNDERSTUDY_REPLICATION: 'never', UNDERSTUDY_REBALANCE_SETTLE_MS: '3600000' };
  const a = await cluster.start('a', still);
  const b = await cluster.start('b', still);
  await cluster.joined(a, b);
  const contentId = await cluster.describe('left unsealed', 2);
  const video = scriptedVideo(2);
  await cluster.get(a.url, contentId, 'video.mp4');

  const { artifact } = await b.context.openProduction(contentId);
  const writer = await artifact.openWriter(piece);
  await writer.append(0, video.subarray(at, at + length));
  writer.release();

  const answer = await cluster.get(b.url, contentId, 'video.mp4');
  expect(answer.body.equals(video)).toBe(true);
  await until('the last seal is here', () => artifact.isComplete());
  expect(b.generator.runs).toEqual([]);
});
