import { type RedisServer, startRedisServer } from '@understudy/metadata-store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

let redis: RedisServer;
let cluster: TestCluster;
beforeAll(async () => {
  redis = await startRedisServer();
  cluster = await startCluster({ workers: 3, metadataUrl: redis.url });
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  await redis.stop();
});

test('with the metadata store killed, what exists plays and fails over, and creating says when to come back', async () => {
  const video = await createVideo(cluster, smallVideo('existing'));
  const before = await play(video.mp4);
  await untilReplicated(cluster, video.id);
  const { master } = await placementOf(cluster, video.id);
  await redis.kill();

  const calm = await play(video.mp4);
  expect(calm.body.equals(before.body)).toBe(true);

  let killed = false;
  const disturbed = await play(video.mp4, {
    maxBytesPerSecond: 400_000,
    onBytes: (received) => {
      if (killed || received < before.body.length / 3) return;
      killed = true;
      cluster.worker(master).kill('SIGKILL');
    },
  });
  expect(disturbed).toMatchObject({ status: 200, whole: true });
  expect(disturbed.body.equals(before.body)).toBe(true);

  const refused = await fetch(`${cluster.routers[0]?.url}/v1/videos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${cluster.apiKey}` },
    body: JSON.stringify(smallVideo('refused')),
  });
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'metadata_unavailable', status: 503 });
}, 60_000);
