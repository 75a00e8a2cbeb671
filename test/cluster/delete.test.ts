import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceProcess } from '@understudy/cli';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, readLogs } from './logs.js';
import { play } from './player.js';
import { clusterOf, startCluster, type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
import { createVideo, noiseVideo, placementOf, smallVideo, type Video } from './videos.js';

let cluster: TestCluster;
/** Describes a video of more bytes than the sockets between a worker and a player hold. */
let largeVideo: (title: string) => object;
beforeAll(async () => {
  cluster = await startCluster({ workers: 3 });
  largeVideo = await noiseVideo(cluster.dataDir, 24);
}, 60_000);
afterAll(() => cluster.dispose());

const origin = () => cluster.routers[0]?.url as string;

async function deleteVideo(id: string): Promise<number> {
  const answer = await fetch(`${origin()}/v1/videos/${id}`, {
    method: 'DELETE',
    // Some clients name a type for all that they send.
    headers: { authorization: `Bearer ${cluster.apiKey}`, 'content-type': 'application/json' },
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** The workers, running or not, on whose disk there is something of a content ID. */
async function workersWith(contentId: string): Promise<string[]> {
  const found: string[] = [];
  for (const id of ['w1', 'w2', 'w3']) {
    const names = await readdir(join(cluster.dataDir, 'workers', id, 'artifacts'));
    if (names.some((name) => name.startsWith(`${contentId}-`))) found.push(id);
  }
  return found;
}

const publicPaths = (video: Video) => [
  `/v1/videos/${video.id}`,
  `/watch/${video.id}`,
  ...['video.mp4', 'index.m3u8', 'init.mp4', '0.m4s', 'poster.jpg'].map((part) => `/v/${video.id}/${part}`),
];

async function expectGone(video: Video): Promise<void> {
  for (const path of publicPaths(video)) {
    const answer = await fetch(`${origin()}${path}`);
    expect([path, answer.status]).toEqual([path, 410]);
    expect(await answer.json()).toMatchObject({ code: 'gone', status: 410 });
  }
}

test('deleted while a holder is down: gone at once, and from that holder when it is back', async () => {
  const video = await createVideo(cluster, smallVideo('deleted'));
  const kept = await createVideo(cluster, smallVideo('kept'));
  const before = await play(video.mp4);
  const keptBefore = await play(kept.mp4);
  await untilReplicated(cluster, video.id);
  await untilReplicated(cluster, kept.id);
  const { contentId, replica } = await placementOf(cluster, video.id);
  expect(await workersWith(contentId)).toHaveLength(2);
  await cluster.crash(replica);

  expect(await deleteVideo(video.id)).toBe(204);
  await until('only the dead worker has it', async () => {
    return String(await workersWith(contentId)) === replica;
  });
  await expectGone(video);
  expect(await deleteVideo(video.id)).toBe(204);

  const again = await createVideo(cluster, smallVideo('deleted'));
  expect(again.id).not.toBe(video.id);
  expect((await play(again.mp4)).body.equals(before.body)).toBe(true);

  await cluster.startWorker(replica);
  await until('nobody has it', async () => (await workersWith(contentId)).length === 0);
  await until('the worker is back', async () =>
    (await clusterOf(cluster)).workers.some(({ id, state }) => id === replica && state === 'active'),
  );
  await expectGone(video);
  expect((await play(again.mp4)).body.equals(before.body)).toBe(true);
  expect((await play(kept.mp4)).body.equals(keptBefore.body)).toBe(true);
  await access(join(cluster.dataDir, 'workers', replica, 'deletions'));
}, 60_000);

for (const state of ['being made', 'complete'] as const) {
  test(`a player in the middle of a video that is ${state} is cut, and can tell`, async () => {
    const video = await createVideo(cluster, largeVideo(`cut when ${state}`));
    const { contentId } = await placementOf(cluster, video.id);
    if (state === 'complete') {
      expect((await play(video.mp4)).body.length).toBeGreaterThan(15_000_000);
      await untilReplicated(cluster, video.id);
    }
    let deleting: Promise<number> | undefined;
    let deleted = false;
    const cut = await play(video.mp4, {
      // What the sockets hold by then comes quickly.
      maxBytesPerSecond: () => (deleted ? Number.POSITIVE_INFINITY : 200_000),
      onBytes: (received) => {
        if (received <= 20_000) return;
        deleting ??= deleteVideo(video.id).finally(() => {
          deleted = true;
        });
      },
    });
    expect(await deleting).toBe(204);
    expect(cut).toMatchObject({ status: 200, whole: false });
    // It was meant: nobody is woken.
    const router = cluster.routers[0] as ServiceProcess;
    await until('the router tells why', async () => {
      const told = await readLogs([router.logFile]);
      return told.some(
        ({ event, reason, contentId: of }) =>
          event === 'stream.ended' && reason === 'deleted' && of === contentId,
      );
    });
    expect(await eventsOf(router)).not.toContain('stream.cut');
    await until('it is gone for everybody', async () => (await fetch(video.mp4)).status === 410);
    await expectGone(video);
    await until('nobody has it', async () => (await workersWith(contentId)).length === 0);
  }, 60_000);
}
