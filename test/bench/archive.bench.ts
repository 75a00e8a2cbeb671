import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { type S3Server, signed, startS3Server } from '@understudy/archive/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runsOf } from '../cluster/logs.js';
import { play } from '../cluster/player.js';
import { startCluster, type TestCluster, untilReplicated } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { createVideo, placementOf, smallVideo } from '../cluster/videos.js';
import { median, report } from './report.js';

/**
 * The first byte of a video whose copies are all lost, through router and worker from the archive, against a GET of the same
 * object from the S3 server. Over loopback, where a GET takes next to nothing, and with the time that S3 takes to its first byte.
 */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 10);
const boundRatio = 1.5;
/** S3's own first byte is 30 ms to 200 ms away within a region. */
const s3DelayMs = 30;

let server: S3Server;
let cluster: TestCluster;
beforeAll(async () => {
  server = await startS3Server();
  cluster = await startCluster({
    workers: 2,
    archiveUrl: server.archiveUrl,
    env: { UNDERSTUDY_ARCHIVE_SWEEP_MS: '200', UNDERSTUDY_ARCHIVE_GRACE_MS: '3600000' },
  });
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  await server.stop();
});

interface Archived {
  readonly mp4: string;
  readonly contentId: string;
  readonly object: string;
}

test('first byte from the archive', async () => {
  const videos: Archived[] = [];
  for (let run = 0; run < 2 * (runs + 1); run += 1) videos.push(await archive(`archived ${run}`));
  for (const id of ['w1', 'w2']) {
    await cluster.crash(id);
    await rm(join(cluster.dataDir, 'workers', id), { recursive: true });
  }
  for (const id of ['w1', 'w2']) await cluster.startWorker(id);

  const loopback = await measure(videos.slice(0, runs + 1));
  await server.setFaults({ delayMs: s3DelayMs });
  const delayed = await measure(videos.slice(runs + 1));
  await server.setFaults({});
  const ratio = ({ direct, through }: Measured) => median(through) / median(direct);
  const rows = (what: string, measured: Measured): [string, string, string?][] => [
    [`GET of the object, ${what}`, `${median(measured.direct).toFixed(1)} ms`],
    [`through router and worker, ${what}`, `${median(measured.through).toFixed(1)} ms`],
    [`ratio, ${what}`, ratio(measured).toFixed(2), `≤ ${boundRatio}`],
  ];
  report(`First byte of a video that only the archive has, medians of ${runs}`, [
    ...rows('over loopback', loopback),
    ...rows(`with ${s3DelayMs} ms`, delayed),
  ]);
  for (const { contentId } of videos)
    expect([...(await runsOf(cluster.everyWorker, contentId)).values()].every((count) => count === 1)).toBe(
      true,
    );
  expect(ratio(delayed)).toBeLessThanOrEqual(boundRatio);
  expect(ratio(loopback)).toBeLessThanOrEqual(boundRatio);
}, 3_600_000);

async function archive(title: string): Promise<Archived> {
  const video = await createVideo(cluster, smallVideo(title, 4));
  const { headers } = await play(video.mp4);
  await untilReplicated(cluster, video.id);
  const artifactId = (headers.etag as string).slice(1, -1);
  const { manifest, video: object } = server.objectsOf(artifactId);
  await until('it is archived', async () => {
    const answer = await fetch(manifest, { method: 'HEAD', headers: signed });
    return answer.status === 200;
  });
  const { contentId } = await placementOf(cluster, video.id);
  return { mp4: video.mp4, contentId, object };
}

interface Measured {
  readonly direct: number[];
  readonly through: number[];
}

/** In turn, so that what else the machine does falls on both; the first only warms up. */
async function measure(videos: readonly Archived[]): Promise<Measured> {
  const direct: number[] = [];
  const through: number[] = [];
  for (const [run, { mp4, object }] of videos.entries()) {
    const directMs = await firstByteMs(object);
    const played = await play(mp4);
    expect(played).toMatchObject({ status: 200, whole: true });
    if (run === 0) continue;
    direct.push(directMs);
    through.push(played.firstByteMs);
  }
  return { direct, through };
}

/** A plain GET on a connection of its own, as the player's. */
function firstByteMs(url: string): Promise<number> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent: false, headers: signed }, (answer) => {
      answer.once('data', () => {
        const ms = performance.now() - startedAtMs;
        answer.on('data', () => undefined);
        answer.once('end', () => resolve(ms));
      });
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}
