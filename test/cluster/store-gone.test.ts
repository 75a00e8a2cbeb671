import { type RedisServer, startRedisServer } from '@understudy/metadata-store/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
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

test('workers that die meanwhile, and are started again, are found where they were', async () => {
  const gone = await startRedisServer();
  const restarting = await startCluster({ workers: 2, metadataUrl: gone.url, restart: true });
  onTestFinished(async () => {
    await gone.restart();
    await restarting.dispose();
    await gone.stop();
  });
  const video = await createVideo(restarting, smallVideo('on their disks'));
  const { body } = await play(video.mp4);
  await untilReplicated(restarting, video.id);
  const pids = restarting.workers.map(({ pid }) => pid);
  await gone.kill();
  for (const id of ['w1', 'w2']) await restarting.crash(id);
  await until('both run again', () => {
    const now = restarting.workers.map(({ pid }) => pid);
    return now.length === 2 && now.every((pid) => !pids.includes(pid));
  });
  const played = await play(video.mp4);
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(body)).toBe(true);
}, 60_000);
