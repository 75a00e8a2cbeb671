import { afterEach, expect, test } from 'vitest';
import { type Crowd, crowdOf } from './crowd.js';
import { placeLargeVideo } from './drain-under-load.js';
import { readLogs, runsOf } from './logs.js';
import { sha256 } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { placementOf } from './videos.js';

/** Each player takes it in a minute, and then as fast as it can; more than lies in sockets on the way. */
const megabytes = 30;
const bytesPerS = 500_000;

let cluster: TestCluster;
let crowds: Crowd[] = [];
afterEach(async () => {
  for (const crowd of crowds) crowd.leave();
  crowds = [];
  await cluster.dispose();
});

/** Players who have come. */
async function come(urls: readonly string[], players: number, from: number): Promise<Crowd> {
  const crowd = crowdOf(urls, { players, bytesPerS, from });
  crowds.push(crowd);
  await crowd.begun;
  return crowd;
}

async function start(env: Record<string, string>) {
  cluster = await startCluster({
    workers: 4,
    routers: 2,
    env: {
      UNDERSTUDY_HOT_WINDOW_S: '2',
      UNDERSTUDY_HOT_COOL_S: '3',
      UNDERSTUDY_REBALANCE_SETTLE_MS: '1000',
      ...env,
    },
  });
  const large = await placeLargeVideo(cluster, megabytes);
  const { contentId } = await placementOf(cluster, large.video.id);
  const urls = cluster.routers.map(({ url }) => `${url}${new URL(large.video.mp4).pathname}`);
  return { ...large, contentId, urls };
}

/** The workers that have all of it. */
async function holdersOf(id: string): Promise<string[]> {
  const { holders } = await placementOf(cluster, id);
  return holders.filter(({ complete }) => complete).map(({ worker }) => worker);
}

/** How many responses each worker has, those included of which it has nothing more to send: the kernel holds for slow players what it can. */
function responsesOf(): Promise<number[]> {
  return Promise.all(
    cluster.workers.map(async ({ url }) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const counts = text.matchAll(/^understudy_(?:open_responses|streams_total\{result="whole"\}) (\d+)$/gm);
      return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
    }),
  );
}

async function expectIdentical(crowds: readonly Crowd[], bytes: Buffer, contentId: string): Promise<void> {
  const digests = (await Promise.all(crowds.map((crowd) => crowd.digests))).flat();
  expect(new Set(digests)).toEqual(new Set([sha256(bytes)]));
  // What is complete anywhere is copied, never made.
  expect(await runsOf(cluster.everyWorker, contentId)).toEqual(new Map());
}

async function eventsNamed(name: string) {
  const lines = await readLogs(cluster.everyWorker.map(({ logFile }) => logFile));
  return lines.filter(({ event }) => event === name);
}

test('what everybody asks for is spread over all workers, and the loss of one cuts nothing', async () => {
  const players = 40;
  const { video, master, bytes, contentId, urls } = await start({ UNDERSTUDY_HOT_PLAYERS: '8' });
  // They come one after the other, as people do: how loaded a worker is, is known from its answers.
  for (let from = 0; from < players; from += 4) await come(urls, 4, from);
  let streams: readonly number[] = [];
  // One that is on its way from one worker to the next is at neither.
  await until('each response is at a worker', async () => {
    streams = await responsesOf();
    return streams.reduce((sum, count) => sum + count) === players;
  });
  console.info(`responses of each worker: ${streams.join(', ')}`);
  const mean = players / streams.length;
  // One more for each of two routers that ask at the same time.
  expect(Math.max(...streams)).toBeLessThanOrEqual(1.25 * mean + 2);
  await until('four copies', async () => (await holdersOf(video.id)).length === 4);

  await cluster.crash(master);
  for (const crowd of crowds) crowd.hurry();
  await expectIdentical(crowds, bytes, contentId);
  await until('two copies again', async () => (await holdersOf(video.id)).length === 2, 40_000);
}, 120_000);

test('by its rate alone a video has as many copies as its players are for, and loses them when it has cooled', async () => {
  // Nobody is so much above the mean that he is passed over.
  const { video, bytes, contentId, urls } = await start({
    UNDERSTUDY_HOT_PLAYERS: '10',
    UNDERSTUDY_LOAD_FACTOR: '1000',
  });
  const owners = await holdersOf(video.id);
  expect(owners).toHaveLength(2);
  // The same player as often as he likes: wherever he is sent, he is one.
  const [url] = urls as [string];
  const alone = await Promise.all(Array.from({ length: 30 }, () => come([url], 1, 0)));
  const crowd = await come(urls, 20, 1);
  await until('a third copy', async () => (await holdersOf(video.id)).length === 3);
  // New players find it.
  const late = await come(urls, 6, 21);
  for (const { leave } of alone) leave();
  for (const each of [crowd, late]) each.hurry();
  await expectIdentical([crowd, late], bytes, contentId);
  await until('the two copies again', async () => (await holdersOf(video.id)).length === 2, 40_000);
  expect((await holdersOf(video.id)).sort()).toEqual(owners.sort());
  // By the rate and not because somebody was passed over; by both owners, where they look at the same moment.
  const offered = await eventsNamed('hot.offered');
  expect(offered.length).toBeGreaterThan(0);
  for (const each of offered) expect(each).toMatchObject({ contentId, copies: 2 });
  expect(await eventsNamed('hot.taken')).toHaveLength(1);
  expect(await eventsNamed('hot.cooled')).toHaveLength(1);
}, 120_000);
