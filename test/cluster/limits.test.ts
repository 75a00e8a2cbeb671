import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { createVideo, smallVideo } from './videos.js';

// One address asks two routers, each for less than its rate: together they give it no more than that rate, a second or two late.

const perSecond = 40;
const seconds = 12;
let cluster: TestCluster;
beforeAll(async () => {
  const limited = { UNDERSTUDY_REQUESTS_PER_ADDRESS_PER_S: String(perSecond) };
  cluster = await startCluster({ workers: 2, routers: 2, routerEnv: () => limited });
});
afterAll(() => cluster.dispose());

test('an address has its rate once, through however many routers', async () => {
  const video = await createVideo(cluster, smallVideo('limits'));
  await play(video.mp4);
  await untilReplicated(cluster, video.id);
  const paths = cluster.routers.map(({ url }) => `${url}${new URL('poster.jpg', video.hls).pathname}`);
  const statuses: number[] = [];
  const everyMs = 1_000 / (0.9 * perSecond);
  const startedAtMs = performance.now();
  const asking = paths.map(async (path) => {
    for (let each = 0; performance.now() - startedAtMs < seconds * 1_000; each += 1) {
      const answer = await fetch(path);
      await answer.arrayBuffer();
      statuses.push(answer.status);
      await sleep(Math.max(0, startedAtMs + (each + 1) * everyMs - performance.now()));
    }
  });
  await Promise.all(asking);
  const granted = statuses.filter((status) => status === 200).length;
  const refused = statuses.filter((status) => status === 429).length;
  expect(granted + refused).toBe(statuses.length);
  console.info(`${granted} of ${statuses.length} in ${seconds} s at ${perSecond} a second`);
  // What a full bucket holds, and what is not told of yet.
  expect(granted).toBeLessThanOrEqual(perSecond * (seconds + 2 + 2));
  expect(granted).toBeGreaterThan(0.5 * perSecond * seconds);
  expect(refused).toBeGreaterThan(0);
});
