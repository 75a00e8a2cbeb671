import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aftermath } from './aftermath.js';
import { type LogLine, readLogs } from './logs.js';
import { type Played, play } from './player.js';
import { seededRandom } from './random.js';
import { expectIdle, startCluster, type TestCluster } from './start.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

/** `SEEDS=20 npm test -- paused-master` is the long form. */
const seeds = Number(process.env['SEEDS'] ?? 4);
const leaseMs = 500;
const workers = ['w1', 'w2', 'w3'];
/** So many videos are being made by the master at the same time when it is stopped. */
const videosPerSeed = 2;

let cluster: TestCluster;
let aftermath: Aftermath;
let undisturbed: Buffer;

beforeAll(async () => {
  cluster = await startCluster({ workers: 3, env: { UNDERSTUDY_LEASE_MS: String(leaseMs) } });
  aftermath = await Aftermath.of(cluster);
  undisturbed = (await play((await createVideo(cluster, smallVideo('undisturbed', 24))).mp4)).body;
}, 60_000);
afterAll(async () => {
  await aftermath.close();
  await cluster.dispose();
});

interface PlacedVideo extends Video {
  readonly contentId: string;
}

/** New videos that one worker will make. */
async function videosOf(master: string, seed: number): Promise<PlacedVideo[]> {
  const videos: PlacedVideo[] = [];
  for (let number = 0; videos.length < videosPerSeed; number += 1) {
    const video = await createVideo(cluster, smallVideo(`seed ${seed}, video ${number}`, 24));
    const placement = await placementOf(cluster, video.id);
    if (placement.master === master) videos.push({ ...video, contentId: placement.contentId });
  }
  return videos;
}

/** What one worker sealed after `wokenAtMs` under a token that was not the newest any more. */
function staleSeals(lines: readonly LogLine[], log: readonly LogLine[], wokenAtMs: number): LogLine[] {
  return log.filter((line) => {
    if (line.event !== 'sealed' || Date.parse(line.time) < wokenAtMs) return false;
    const newest = lines
      .filter(
        ({ event, contentId, time }) =>
          event === 'generate' && contentId === line.contentId && time < line.time,
      )
      .reduce((token, other) => Math.max(token, other.token ?? 0), 0);
    return (line.token ?? 0) < newest;
  });
}

test(
  `${seeds} masters stopped while they generate and woken after three lease times: one manifest, one byte sequence`,
  async () => {
    let takenOver = 0;
    for (let seed = 0; seed < seeds; seed += 1) {
      const random = seededRandom(seed);
      const master = workers[seed % workers.length] as string;
      const paused = cluster.worker(master);
      const videos = await videosOf(master, seed);
      const at = Math.floor(random() * undisturbed.length * 0.8);
      let pausing: Promise<number> | undefined;
      const pause = async () => {
        paused.kill('SIGSTOP');
        await sleep(3 * leaseMs);
        paused.kill('SIGCONT');
        return Date.now();
      };
      const played = await Promise.all(
        videos.map(
          (video): Promise<Played> =>
            play(video.mp4, {
              onBytes: (received) => {
                if (received > at) pausing ??= pause();
              },
            }),
        ),
      );
      const what = `seed ${seed}: ${master} stopped at byte ${at}`;
      const wokenAtMs = await (pausing as Promise<number>);
      for (const { status, whole, body } of played) {
        expect({ status, whole }, what).toEqual({ status: 200, whole: true });
        expect(body.equals(undisturbed), what).toBe(true);
      }
      await expectIdle(cluster);
      for (const { contentId } of videos) await aftermath.expectSound(contentId, workers);
      const log = await readLogs(cluster.everyWorker.map(({ logFile }) => logFile));
      expect(staleSeals(log, await readLogs([paused.logFile]), wokenAtMs), what).toEqual([]);
      const goneOnWith = videos.filter(({ contentId }) =>
        log.some(
          (line) => line.event === 'generate' && line.contentId === contentId && (line.token ?? 0) > 1,
        ),
      );
      takenOver += goneOnWith.length;
    }
    // Otherwise nobody was in the woken one's way, and nothing was shown.
    expect(takenOver).toBeGreaterThanOrEqual(seeds);
  },
  60_000 + seeds * 20_000,
);
