import { watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { madeAgain, runsOf } from './logs.js';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { understudy } from './understudy.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

/** Half of them take videos as progressive downloads, half segment by segment. `PLAYERS=100` is the long form: that of all workers. */
const players = Number(process.env['PLAYERS'] ?? 6);
const deployed = process.env['PLAYERS'] === undefined ? ['w1', 'w2'] : ['w1', 'w2', 'w3', 'w4'];
/** A segment player plays what it has before it asks for more. */
const betweenSegmentsMs = 500;
/** How long a segment player tries to get one segment, one router after the other, until it gives it up. */
const patienceMs = 10_000;

let cluster: TestCluster;
let restarts: string;
beforeAll(async () => {
  cluster = await startCluster({ workers: 4, routers: 2, env: { UNDERSTUDY_REBALANCE_SETTLE_MS: '300' } });
  restarts = join(cluster.dataDir, 'restarts');
  await mkdir(restarts);
}, 60_000);
afterAll(() => cluster.dispose());

interface Sum {
  progressive: number;
  broken: number;
  segments: number;
  givenUp: number;
}

test(`a deploy of ${deployed.length} workers under ${players} players: nothing breaks, nothing is made twice`, async () => {
  const videos: Video[] = [];
  const sum: Sum = { progressive: 0, broken: 0, segments: 0, givenUp: 0 };
  const over = new AbortController();
  const newVideo = async () => {
    const video = await createVideo(cluster, smallVideo(`deployed ${videos.length}`, 30));
    videos.push(video);
    return video;
  };
  const playing = Array.from({ length: players }, async (_, index) => {
    while (!over.signal.aborted) {
      const video = await newVideo();
      if (index % 2 === 0) await playProgressive(video, index, sum);
      else await playSegments(video, index, sum, over.signal);
    }
  });

  // What an operator's command would start, this process does: it has the cluster.
  const before = new Map(cluster.workers.map((worker) => [worker.name, worker]));
  const started = new Map<string, Promise<unknown>>();
  const watcher = watch(restarts, (_event, id) => {
    const old = before.get(String(id));
    if (old === undefined || started.has(old.name)) return;
    started.set(
      old.name,
      old.exited.then(() => cluster.startWorker(old.name)),
    );
  });
  const { code, output } = await understudy(
    ['deploy', ...deployed, '--exec', `echo now > ${restarts}/$UNDERSTUDY_WORKER_ID`, '--timeout', '60s'],
    { UNDERSTUDY_DATA: cluster.dataDir },
  );
  over.abort();
  watcher.close();
  await Promise.all([...playing, ...started.values()]);

  expect(code, output).toBe(0);
  expect(cluster.workers.map(({ name }) => name)).toEqual(['w1', 'w2', 'w3', 'w4']);
  for (const { name, pid } of cluster.workers)
    expect(pid !== before.get(name)?.pid, name).toBe(deployed.includes(name));
  expect(sum).toMatchObject({ broken: 0, givenUp: 0 });
  // Each of them at least one.
  expect(sum.progressive).toBeGreaterThanOrEqual(players / 2);
  expect(sum.segments).toBeGreaterThanOrEqual(players / 2);
  const contentIds = await Promise.all(
    videos.map(async ({ id }) => (await placementOf(cluster, id)).contentId),
  );
  const again = await Promise.all(contentIds.map((contentId) => runsOf(cluster.everyWorker, contentId)));
  expect(again.reduce((total, runs) => total + madeAgain(runs), 0)).toBe(0);
  console.info(`${videos.length} videos, ${sum.progressive} downloads, ${sum.segments} segments`);
}, 600_000);

const origin = (index: number) => cluster.routers[index % cluster.routers.length]?.url;

/** One response to its end: what is begun must be whole. */
async function playProgressive(video: Video, index: number, sum: Sum): Promise<void> {
  const played = await play(`${origin(index)}${new URL(video.mp4).pathname}`, {
    maxBytesPerSecond: 200_000,
  });
  sum.progressive += 1;
  if (!played.whole || played.status !== 200) sum.broken += 1;
}

/** Segment by segment, as players of HLS do: one that fails is asked for again, from the other router. */
async function playSegments(video: Video, index: number, sum: Sum, over: AbortSignal): Promise<void> {
  const path = new URL(video.hls).pathname;
  const playlist = await obtain(path, index);
  const names = (playlist ?? '').split('\n').filter((line) => line.endsWith('.m4s'));
  for (const name of ['init.mp4', ...names]) {
    if (over.aborted) return;
    sum.segments += 1;
    if ((await obtain(path.replace('index.m3u8', name), index)) === undefined) sum.givenUp += 1;
    await new Promise((resolve) => setTimeout(resolve, betweenSegmentsMs));
  }
}

async function obtain(path: string, index: number): Promise<string | undefined> {
  const giveUpAtMs = performance.now() + patienceMs;
  for (let tries = index; performance.now() < giveUpAtMs; tries += 1) {
    try {
      const played = await play(`${origin(tries)}${path}`);
      if (played.status === 200 && played.whole) return played.body.toString('latin1');
    } catch {
      // The other router may be there.
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return undefined;
}
