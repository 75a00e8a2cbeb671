import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { madeAgain, runsOf } from './logs.js';
import { type Played, play } from './player.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

/** The router's default `UNDERSTUDY_STALL_MS`, and what the promise allows on top of it. */
const stallMs = 1_000;
const allowedMs = 1_500;

let cluster: TestCluster;
let undisturbed: Buffer;

const workers = ['w1', 'w2', 'w3', 'w4'];

beforeAll(async () => {
  cluster = await startCluster({ workers: workers.length });
  undisturbed = (await play((await createVideo(cluster, smallVideo('undisturbed', 24))).mp4)).body;
}, 60_000);
afterAll(() => cluster.dispose());
afterEach(async () => {
  const alive = cluster.workers.map(({ name }) => name);
  const dead = workers.filter((id) => !alive.includes(id));
  await Promise.all(dead.map((id) => cluster.startWorker(id)));
}, 30_000);

/** Plays `video`, and does something once when half of it has arrived. */
function playAndDoAtHalf(video: Video, action: () => void): Promise<Played> {
  let done = false;
  return play(video.mp4, {
    onBytes: (received) => {
      if (done || received < undisturbed.length / 2) return;
      done = true;
      action();
    },
  });
}

const expectUndisturbed = (played: Played) => {
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(undisturbed)).toBe(true);
};

test('a master that stops without dying is left for its replica', async () => {
  const video = await createVideo(cluster, smallVideo('stopped', 24));
  const { master, contentId } = await placementOf(cluster, video.id);
  const stopped = cluster.worker(master);
  const played = await playAndDoAtHalf(video, () => stopped.kill('SIGSTOP'));
  stopped.kill('SIGCONT');
  expectUndisturbed(played);
  expect(played.longestSilenceMs).toBeLessThan(stallMs + allowedMs);
  expect(madeAgain(await runsOf(cluster.everyWorker, contentId))).toBeLessThanOrEqual(1);
}, 60_000);

test('a complete video whose master stops goes on at the replica', async () => {
  const video = await createVideo(cluster, smallVideo('stopped later', 24));
  await play(video.mp4);
  await untilReplicated(cluster, video.id);
  const { master } = await placementOf(cluster, video.id);
  const stopped = cluster.worker(master);
  let done = false;
  const played = await play(video.mp4, {
    maxBytesPerSecond: 300_000,
    onBytes: (received) => {
      if (done || received < 50_000) return;
      done = true;
      stopped.kill('SIGSTOP');
    },
  });
  stopped.kill('SIGCONT');
  expectUndisturbed(played);
}, 60_000);

test('with master and replica killed together a third worker makes it again', async () => {
  const video = await createVideo(cluster, smallVideo('both', 24));
  const { master, replica } = await placementOf(cluster, video.id);
  const dying: Promise<void>[] = [];
  const played = await playAndDoAtHalf(video, () => {
    dying.push(cluster.crash(master), cluster.crash(replica));
  });
  expectUndisturbed(played);
  await Promise.all(dying);
}, 60_000);

test('master killed, restarted, then its replica killed', async () => {
  const video = await createVideo(cluster, smallVideo('in turn', 24));
  const { master, replica } = await placementOf(cluster, video.id);
  let restarted: Promise<unknown> | undefined;
  let masterIsBack = false;
  let replicaDies: Promise<void> | undefined;
  const played = await play(video.mp4, {
    onBytes: (received) => {
      if (restarted === undefined) {
        if (received < undisturbed.length / 4) return;
        restarted = cluster.crash(master).then(() => cluster.startWorker(master));
        void restarted.then(() => {
          masterIsBack = true;
        });
      } else if (replicaDies === undefined && (masterIsBack || received > (undisturbed.length * 3) / 4)) {
        replicaDies = cluster.crash(replica);
      }
    },
  });
  expectUndisturbed(played);
  expect(replicaDies).toBeDefined();
  await Promise.all([restarted, replicaDies]);
}, 60_000);
