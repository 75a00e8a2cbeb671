import { watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Audience } from './audience.js';
import { madeAgain, runsOf } from './logs.js';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { understudy } from './understudy.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

/** Half of them take videos as progressive downloads, half segment by segment. `PLAYERS=100` is the long form: that of all workers. */
const players = Number(process.env['PLAYERS'] ?? 6);
const deployed = process.env['PLAYERS'] === undefined ? ['w1', 'w2'] : ['w1', 'w2', 'w3', 'w4'];
let cluster: TestCluster;
let restarts: string;
beforeAll(async () => {
  cluster = await startCluster({ workers: 4, routers: 2, env: { UNDERSTUDY_REBALANCE_SETTLE_MS: '300' } });
  restarts = join(cluster.dataDir, 'restarts');
  await mkdir(restarts);
}, 60_000);
afterAll(() => cluster.dispose());

test(`a deploy of ${deployed.length} workers under ${players} players: nothing breaks, nothing is made twice`, async () => {
  const videos: Video[] = [];
  const audience = new Audience({
    ask: (path, tries, maxBytesPerSecond = Number.POSITIVE_INFINITY) =>
      play(`${cluster.routers[tries % cluster.routers.length]?.url}${path}`, { maxBytesPerSecond }),
    progressiveBytesPerSecond: 200_000,
    betweenSegmentsMs: 500,
  });
  const over = new AbortController();
  const newVideo = async () => {
    const video = await createVideo(cluster, smallVideo(`deployed ${videos.length}`, 30));
    videos.push(video);
    return video;
  };
  const playing = Array.from({ length: players }, async (_, index) => {
    while (!over.signal.aborted) {
      const { mp4, hls } = await newVideo();
      if (index % 2 === 0) await audience.playProgressive(new URL(mp4).pathname, index);
      else await audience.playSegments(new URL(hls).pathname, index, over.signal);
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
  expect(audience).toMatchObject({ broken: [], givenUp: [] });
  // Each of them at least one.
  expect(audience.progressive).toBeGreaterThanOrEqual(players / 2);
  expect(audience.segments).toBeGreaterThanOrEqual(players / 2);
  const contentIds = await Promise.all(
    videos.map(async ({ id }) => (await placementOf(cluster, id)).contentId),
  );
  const again = await Promise.all(contentIds.map((contentId) => runsOf(cluster.everyWorker, contentId)));
  expect(again.reduce((total, runs) => total + madeAgain(runs), 0)).toBe(0);
  console.info(`${videos.length} videos, ${audience.progressive} downloads, ${audience.segments} segments`);
}, 600_000);
