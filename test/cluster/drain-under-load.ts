import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { writeArtifact } from '../bench/made-artifact.js';
import { madeAgain, readLogs, runsOf } from './logs.js';
import { play } from './player.js';
import { type TestCluster, untilReplicated } from './start.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

/** What each player takes until the worker has gone, in bytes a second: of what is made what playing it takes. */
const largePace = 1_000_000;
const madePace = 20_000;
/** A player of what is being made is past its first moments: it has what plays for some seconds. */
const begunBytes = 60_000;

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
  /** The longest time for which a player had nothing to play, from the beginning of the drain on, in ms, for each response. */
  readonly silencesMs: readonly number[];
  /** Until the first byte of the next worker, in ms, for each response that was moved. */
  readonly movesMs: readonly number[];
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
  const made = await videosAt(cluster, id, making);
  const players = [
    ...Array.from({ length: paced }, (_, index) => takeAtPace(at(large.video.mp4, index), largePace)),
    ...made.map(({ video }, index) => takeAtPace(at(video.mp4, index), madePace)),
  ];
  await Promise.all(players.map(({ begun }) => begun));
  const logsFrom = await Promise.all(cluster.routers.map(async ({ logFile }) => (await stat(logFile)).size));
  for (const player of players) player.forgetSilence();
  await drain(id);
  const exit = await worker.exited;
  const silencesMs = players.map((player) => player.longestSilenceMs());
  for (const player of players) player.hurry();
  const bodies = await Promise.all(players.map(({ body }) => body));
  const expected = await Promise.all([
    ...Array.from({ length: paced }, () => large.bytes),
    ...made.map(async ({ video }) => (await play(video.mp4)).body),
  ]);
  const logs = await Promise.all(
    cluster.routers.map(({ logFile }, index) => readLogs([logFile], logsFrom[index])),
  );
  const moved = logs.flat().filter(({ event }) => event === 'failover');
  const runs = await Promise.all(made.map(({ contentId }) => runsOf(cluster.everyWorker, contentId)));
  return {
    exitCode: exit.code,
    broken: bodies.filter((body, index) => body?.equals(expected[index] as Buffer) !== true).length,
    silencesMs,
    movesMs: moved.map(({ silenceMs }) => Number(silenceMs)),
    madeAgain: runs.reduce((sum, each) => sum + madeAgain(each), 0),
  };
}

/** A player that takes a response at its pace, in bytes a second, and notes how long it had nothing to take. */
function takeAtPace(url: string, bytesPerS: number) {
  let hurries = false;
  let waitsSinceMs: number | undefined = performance.now();
  let longestMs = 0;
  let received = 0;
  const noteSilence = () => {
    if (waitsSinceMs !== undefined) longestMs = Math.max(longestMs, performance.now() - waitsSinceMs);
  };
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const body = new Promise<Buffer | undefined>((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => {
        noteSilence();
        waitsSinceMs = undefined;
        chunks.push(chunk);
        received += chunk.length;
        if (received >= begunBytes) begin();
        answer.pause();
        setTimeout(
          () => {
            waitsSinceMs = performance.now();
            answer.resume();
          },
          hurries ? 0 : (chunk.length / bytesPerS) * 1_000,
        );
      });
      answer.once('end', () => {
        waitsSinceMs = undefined;
        resolve(answer.complete ? Buffer.concat(chunks) : undefined);
      });
      answer.once('error', () => resolve(undefined));
    }).once('error', reject);
  });
  return {
    begun,
    /** Undefined where it was cut. */
    body,
    longestSilenceMs() {
      noteSilence();
      return longestMs;
    },
    forgetSilence() {
      longestMs = 0;
      if (waitsSinceMs !== undefined) waitsSinceMs = performance.now();
    },
    /** Takes all there is from now on. */
    hurry() {
      hurries = true;
    },
  };
}

/** So that each is a new one. */
let madeVideos = 0;

/** New videos whose master is `worker`. */
async function videosAt(cluster: TestCluster, worker: string, count: number) {
  const found: { video: Video; contentId: string }[] = [];
  for (; found.length < count; madeVideos += 1) {
    const video = await createVideo(cluster, smallVideo(`made ${madeVideos}`, 120));
    const { master, contentId } = await placementOf(cluster, video.id);
    if (master === worker) found.push({ video, contentId });
  }
  return found;
}
