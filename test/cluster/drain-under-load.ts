import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { writeArtifact } from '../bench/made-artifact.js';
import { madeAgain, readLogs, runsOf } from './logs.js';
import { play } from './player.js';
import { type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

/** What each player of the large video takes until the worker has gone. */
const paceBytesPerS = 1_000_000;

/** A large complete video on its master and replica, as it would be there. */
export interface LargeVideo {
  readonly video: Video;
  readonly master: string;
  readonly bytes: Buffer;
}

export async function placeLargeVideo(cluster: TestCluster, megabytes: number): Promise<LargeVideo> {
  const document = smallVideo('large', 60);
  const bytes = randomBytes(megabytes * 1_000_000);
  const video = await createVideo(cluster, document);
  const { master, replica, contentId } = await placementOf(cluster, video.id);
  for (const owner of [master, replica]) {
    await cluster.crash(owner);
    await writeArtifact(join(cluster.dataDir, 'workers', owner), { contentId, document, bytes });
    await cluster.startWorker(owner);
  }
  await untilReplicated(cluster, video.id);
  return { video, master, bytes };
}

export interface Drained {
  readonly exitCode: number | null;
  /** Responses that were cut, or had other bytes than they should. */
  readonly broken: number;
  /** How long nothing came from any worker when a response was moved, in ms, for each that was. */
  readonly silencesMs: readonly number[];
  /** Generator runs beyond the first for each piece. */
  readonly madeAgain: number;
}

/**
 * Drains the master of `large` while `paced` players take it at their pace, and `making` others each take a video that is made for
 * them there. `drain` begins it.
 */
export async function drainUnderLoad(
  cluster: TestCluster,
  large: LargeVideo,
  { paced, making }: { readonly paced: number; readonly making: number },
  drain: (worker: string) => Promise<void>,
): Promise<Drained> {
  const { master: id } = large;
  const worker = cluster.worker(id);
  const origins = cluster.routers.map(({ url }) => url);
  const at = (url: string, index: number) => `${origins[index % origins.length]}${new URL(url).pathname}`;
  let hasGone = false;
  const pace = () => (hasGone ? Number.POSITIVE_INFINITY : paceBytesPerS);
  let started = 0;
  const onBytes = () => {
    let hasBegun = false;
    return () => {
      if (!hasBegun) started += 1;
      hasBegun = true;
    };
  };
  const playing = Array.from({ length: paced }, async (_, index) => {
    const played = await play(at(large.video.mp4, index), { maxBytesPerSecond: pace, onBytes: onBytes() });
    return played.whole && played.body.equals(large.bytes);
  });
  const made = await videosAt(cluster, id, making);
  const makingThem = made.map(async ({ video }, index) => {
    const played = await play(at(video.mp4, index), { onBytes: onBytes() });
    const again = await play(at(video.mp4, index + 1));
    return played.whole && again.whole && played.body.equals(again.body);
  });
  await until('all play', () => started >= paced + making);
  const routerLogs = cluster.routers.map(({ logFile }) => logFile);
  await drain(id);
  const exit = await worker.exited;
  hasGone = true;
  const whole = await Promise.all([...playing, ...makingThem]);
  const moved = (await readLogs(routerLogs)).filter(({ event }) => event === 'failover');
  const runs = await Promise.all(made.map(({ contentId }) => runsOf(cluster.everyWorker, contentId)));
  return {
    exitCode: exit.code,
    broken: whole.filter((isWhole) => !isWhole).length,
    silencesMs: moved.map(({ silenceMs }) => Number(silenceMs)),
    madeAgain: runs.reduce((sum, each) => sum + madeAgain(each), 0),
  };
}

/** New videos whose master is `worker`. */
async function videosAt(cluster: TestCluster, worker: string, count: number) {
  const found: { video: Video; contentId: string }[] = [];
  for (let number = 0; found.length < count; number += 1) {
    const video = await createVideo(cluster, smallVideo(`made ${number}`, 60));
    const { master, contentId } = await placementOf(cluster, video.id);
    if (master === worker) found.push({ video, contentId });
  }
  return found;
}
