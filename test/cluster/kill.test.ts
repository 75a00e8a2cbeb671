import { afterAll, beforeAll, expect, test } from 'vitest';
import { madeAgain, runsOf } from './logs.js';
import { type Played, play } from './player.js';
import { seededRandom } from './random.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

/** 50 kills, ten of each kind; fewer with `KILLS`. */
const runs = Number(process.env['KILLS'] ?? 50);
const seed = 20_240;
const moments = [
  'before the first byte',
  'inside a segment',
  'between two segments',
  'near the end',
  'when complete',
] as const;

let cluster: TestCluster;
let undisturbed: Buffer;
let firstByteMs: number;
/** Positions of the first byte of each segment, and of the end. */
let boundaries: number[];

beforeAll(async () => {
  cluster = await startCluster({ workers: 4 });
  const reference = await createVideo(cluster, smallVideo('undisturbed'));
  const played = await play(reference.mp4);
  expect(played).toMatchObject({ status: 200, whole: true });
  undisturbed = played.body;
  firstByteMs = played.firstByteMs;
  boundaries = await boundariesOf(reference);
  expect(boundaries.at(-1)).toBe(undisturbed.length);
}, 60_000);

afterAll(() => cluster.dispose());

async function boundariesOf(video: Video): Promise<number[]> {
  const playlist = (await play(video.hls)).body.toString();
  const parts = ['init.mp4', ...playlist.split('\n').filter((line) => line.endsWith('.m4s'))];
  const positions = [0];
  for (const part of parts) {
    const { headers } = await play(new URL(part, video.hls).href, { method: 'HEAD' });
    positions.push((positions.at(-1) as number) + Number(headers['content-length']));
  }
  return positions.slice(1);
}

test(`${runs} kills of the master: every response is whole and byte-identical`, async () => {
  const random = seededRandom(seed);
  for (let run = 0; run < runs; run += 1) {
    const moment = moments[run % moments.length] as (typeof moments)[number];
    const video = await createVideo(cluster, smallVideo(`run ${run}`));
    const { master, contentId } = await placementOf(cluster, video.id);
    const played = await playAndKill(video, master, moment, random());
    const what = `run ${run} (seed ${seed}), ${moment}, master ${master}`;
    expect(played.status, what).toBe(200);
    expect(played.whole, what).toBe(true);
    expect(played.body.equals(undisturbed), what).toBe(true);
    // A takeover goes on at the last sealed segment.
    const runs = await runsOf(cluster.everyWorker, contentId);
    expect(madeAgain(runs), `${what}: ${JSON.stringify([...runs])}`).toBeLessThanOrEqual(1);
    await cluster.startWorker(master);
  }
}, 400_000);

async function playAndKill(video: Video, master: string, moment: (typeof moments)[number], random: number) {
  const total = undisturbed.length;
  let dying: Promise<void> | undefined;
  const crash = () => {
    dying ??= cluster.crash(master);
  };
  const untilDead = async (playing: Promise<Played>) => {
    const played = await playing;
    // Near the end the last bytes may come together with those before them.
    crash();
    await dying;
    return played;
  };

  if (moment === 'before the first byte') {
    const timer = setTimeout(crash, random * firstByteMs);
    return untilDead(play(video.mp4)).finally(() => clearTimeout(timer));
  }
  if (moment === 'when complete') {
    await play(video.mp4);
    await untilReplicated(cluster, video.id);
  }
  const at = {
    'inside a segment': 1 + Math.floor(random * (total - 2)),
    'between two segments': boundaries[Math.floor(random * (boundaries.length - 1))] as number,
    'near the end': total - Math.floor(random * 20_000),
    'when complete': 1 + Math.floor(random * (total - 2)),
  }[moment];
  return untilDead(
    play(video.mp4, {
      // A complete video would be in the sockets' buffers before the kill.
      ...(moment === 'when complete' && { maxBytesPerSecond: 400_000 }),
      onBytes: (received) => {
        if (received >= at) crash();
      },
    }),
  );
}
