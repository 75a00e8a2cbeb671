import { afterAll, beforeAll, expect, test } from 'vitest';
import { runsOf } from './logs.js';
import { play, sha256 } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

const players = 1_000;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({
    workers: 3,
    routers: 2,
    // A thousand players share the processors with the workers: one that waits for its turn is not one that is silent.
    env: { UNDERSTUDY_FEED_SILENCE_MS: '3000', UNDERSTUDY_STALL_MS: '5000' },
  });
}, 60_000);
afterAll(() => cluster.dispose());

test(`${players} players of one new video through two routers cause one generation`, async () => {
  const video = await createVideo(cluster, smallVideo('once'));
  const { contentId } = await placementOf(cluster, video.id);
  const path = new URL(video.mp4).pathname;
  const digests = await Promise.all(
    Array.from({ length: players }, async (_, index) => {
      const played = await play(`${cluster.routers[index % 2]?.url}${path}`);
      expect(played).toMatchObject({ status: 200, whole: true });
      return sha256(played.body);
    }),
  );
  expect(new Set(digests).size).toBe(1);
  const runs = await runsOf(cluster.everyWorker, contentId);
  expect(runs.size).toBeGreaterThan(1);
  expect([...runs.values()].every((count) => count === 1)).toBe(true);
}, 120_000);
