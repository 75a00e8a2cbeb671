import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type S3Server, signed, startS3Server } from '@understudy/archive/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readLogs, runsOf } from './logs.js';
import { play } from './player.js';
import { casesOf } from './short-form.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
import { createVideo, noiseVideo, placementOf, smallVideo, type Video } from './videos.js';

/** What a player may wait for an archive that is away. */
const timeoutMs = 700;

let server: S3Server;
let cluster: TestCluster;
let workerEnv: Record<string, string> = {};
beforeAll(async () => {
  server = await startS3Server();
  cluster = await startCluster({
    workers: 2,
    archiveUrl: server.archiveUrl,
    env: {
      UNDERSTUDY_ARCHIVE_SWEEP_MS: '200',
      // Only replicas upload.
      UNDERSTUDY_ARCHIVE_GRACE_MS: '3600000',
      UNDERSTUDY_ARCHIVE_TIMEOUT_MS: String(timeoutMs),
      UNDERSTUDY_ARCHIVE_RETRY_MS: '1000',
    },
    workerEnv: () => workerEnv,
  });
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  await server.stop();
});
afterEach(() => server.setFaults({}));

/** Objects of an archived video, by the ETag that its players see. */
const objectsOf = (etag: string) => server.objectsOf(etag.replaceAll('"', ''));
const isThere = async (url: string) => (await fetch(url, { method: 'HEAD', headers: signed })).status === 200;

async function archived(description: unknown): Promise<{ video: Video; body: Buffer; etag: string }> {
  const video = await createVideo(cluster, description);
  const played = await play(video.mp4);
  expect(played).toMatchObject({ status: 200, whole: true });
  const etag = played.headers.etag as string;
  await untilReplicated(cluster, video.id);
  await until('it is archived', () => isThere(objectsOf(etag).manifest), 30_000);
  return { video, body: played.body, etag };
}

/** Both workers die, and come back with empty disks. */
async function loseEverything(): Promise<void> {
  for (const id of ['w1', 'w2']) {
    await cluster.crash(id);
    await rm(join(cluster.dataDir, 'workers', id), { recursive: true });
  }
  await restart();
}

async function restart(): Promise<void> {
  await Promise.all(['w1', 'w2'].map((id) => cluster.startWorker(id)));
}

test('both copies are gone from the disks: it plays from the archive, and nothing is generated', async () => {
  const { video, body } = await archived(smallVideo('lost'));
  const { contentId } = await placementOf(cluster, video.id);
  const before = await runsOf(cluster.everyWorker, contentId);
  await loseEverything();
  const played = await play(video.mp4);
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(body)).toBe(true);
  expect(await runsOf(cluster.everyWorker, contentId)).toEqual(before);
  await untilReplicated(cluster, video.id);
});

test.each([
  ['hangs', () => server.pause(), () => server.resume()],
  ['answers with errors', () => server.setFaults({ status: 503 }), () => server.setFaults({})],
])('an archive that %s: generated within the deadline, and told', async (what, breaks, heals) => {
  const { video, body } = await archived(smallVideo(what));
  const { contentId } = await placementOf(cluster, video.id);
  const before = await runsOf(cluster.everyWorker, contentId);
  await loseEverything();
  await breaks();
  try {
    const calm = await play((await createVideo(cluster, smallVideo(`new while it ${what}`))).mp4);
    const played = await play(video.mp4);
    expect(played).toMatchObject({ status: 200, whole: true });
    expect(played.body.equals(body)).toBe(true);
    // The margin is for two busy cores.
    expect(played.firstByteMs).toBeLessThan(timeoutMs + calm.firstByteMs + 1_500);
    expect((await runsOf(cluster.everyWorker, contentId)).get('0')).toBe((before.get('0') ?? 0) + 1);
    const events = await readLogs(cluster.everyWorker.map(({ logFile }) => logFile));
    expect(events.some((line) => line.event === 'archive.away' && line.contentId === contentId)).toBe(true);
  } finally {
    await heals();
  }
});

/** Where an uploader is killed. */
const faults = casesOf(['begun:1', 'part:2', 'part-noted:1', 'sent:1', 'completed:1', 'manifest:1'], 1, 5);

test('an uploader killed at any step of an upload completes it after its restart, and nothing pending is left', async () => {
  // Large enough for several parts.
  const { body, etag } = await archived((await noiseVideo(cluster.dataDir, 14))('large'));
  expect(body.length, 'three parts').toBeGreaterThan(2 * 5_242_880);
  const { manifest, video } = objectsOf(etag);
  for (const fault of faults) {
    for (const id of ['w1', 'w2']) await cluster.crash(id);
    for (const url of [manifest, video]) await fetch(url, { method: 'DELETE', headers: signed });
    workerEnv = { UNDERSTUDY_FAULTS: `archive.${fault}`, UNDERSTUDY_ARCHIVE_PART_BYTES: '5242880' };
    await restart();
    // Whichever is the replica.
    await until(`one is killed at ${fault}`, () => cluster.workers.length === 1, 30_000);
    expect(await isThere(manifest), 'nothing counts before its manifest').toBe(fault === 'manifest:1');
    const [alive] = cluster.workers;
    await cluster.crash(alive?.name as string);
    workerEnv = { UNDERSTUDY_ARCHIVE_PART_BYTES: '5242880' };
    await restart();
    await until(
      `it is archived after ${fault}`,
      async () => (await isThere(manifest)) && (await isThere(video)),
      30_000,
    );
    // Of other videos uploads may be left: their workers' disks were lost in the midst of them.
    const pending = (await server.pendingUploads()).filter((upload) => upload.includes(etag.slice(1, -1)));
    expect(pending, fault).toEqual([]);
    const stored = Buffer.from(await (await fetch(video, { headers: signed })).arrayBuffer());
    expect(stored.equals(body), fault).toBe(true);
  }
}, 300_000);

test('a deleted video leaves the archive as well, also one that was deleted while the archive was away', async () => {
  const deleted = await archived(smallVideo('to be deleted'));
  const { contentId } = await placementOf(cluster, deleted.video.id);
  const said = async (event: string) =>
    (await readLogs(cluster.everyWorker.map(({ logFile }) => logFile))).filter(
      (line) => line.event === event,
    );
  await server.setFaults({ status: 503 });
  const answer = await fetch(`${cluster.routers[0]?.url}/v1/videos/${deleted.video.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${cluster.apiKey}` },
  });
  expect(answer.status).toBe(204);
  await until(
    'a worker says that it is still archived',
    async () => (await said('archive.not-removed')).length > 0,
  );
  expect(await said('archive.removed')).toEqual([]);
  await server.setFaults({});
  const { manifest, video } = objectsOf(deleted.etag);
  await until(
    'nothing of it is archived',
    async () => !(await isThere(manifest)) && !(await isThere(video)),
    20_000,
  );
  await until('a worker says that it is not', async () =>
    (await said('archive.removed')).some((line) => line.contentId === contentId),
  );
});
