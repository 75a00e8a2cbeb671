import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, secret, startReceiver } from '@understudy/catalog/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startCatalog } from './catalog-process.js';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, smallVideo } from './videos.js';

/** Fails while a file lies beside it. */
const ffmpegThatFails = `#!/bin/sh
if [ -e "$0.broken" ]; then case "$*" in *-i*) echo "Conversion failed!" >&2; exit 1;; esac; fi
exec ffmpeg "$@"
`;

const quick = {
  UNDERSTUDY_WEBHOOK_POLL_MS: '50',
  UNDERSTUDY_WEBHOOK_FIRST_PAUSE_MS: '50',
  UNDERSTUDY_WEBHOOK_FAILED_AFTER_MS: '500',
  UNDERSTUDY_FAILURE_MEMORY_MS: '100',
};
const hooksTo = ({ url }: Receiver) => JSON.stringify([{ url, secret }]);

let directory: string;
let receiver: Receiver;
let cluster: TestCluster;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-hooks-'));
  const ffmpeg = join(directory, 'ffmpeg');
  await writeFile(ffmpeg, ffmpegThatFails, { mode: 0o755 });
  receiver = await startReceiver();
  cluster = await startCluster({
    workers: 2,
    webhooks: hooksTo(receiver),
    env: quick,
    workerEnv: () => ({ UNDERSTUDY_FFMPEG: ffmpeg }),
  });
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  receiver.close();
  await rm(directory, { recursive: true });
});

/** What was received of a video, in the order in which it happened. */
const toldOf = (id: string) =>
  receiver.received
    .filter(({ data }) => data.id === id)
    .sort((a, b) => a.timestamp.localeCompare(b.timestamp));
const typesOf = (id: string) => toldOf(id).map(({ type }) => type);

test('a video that is described and played is told to be described, started and complete, once each', async () => {
  const { id, mp4 } = await createVideo(cluster, smallVideo('told'));
  await until('it is told to be described', () => typesOf(id).length === 1);
  expect(await play(mp4)).toMatchObject({ status: 200, whole: true });
  await until('it is told to be complete', () => typesOf(id).includes('video.complete'));
  // The replica has all of it too by the time that another video is told to be complete.
  const next = await createVideo(cluster, smallVideo('next', 3));
  await play(next.mp4);
  await until('the next is', () => typesOf(next.id).includes('video.complete'));
  expect(typesOf(id)).toEqual(['video.described', 'video.started', 'video.complete']);
  expect(receiver.forged).toBe(0);
  const shown = JSON.stringify(toldOf(id));
  for (const { name, url } of cluster.workers) {
    expect(shown).not.toContain(`"${name}"`);
    expect(shown).not.toContain(url);
  }
});

test('a video that no worker can make is told to have failed, with a stable code', async () => {
  const { id, mp4 } = await createVideo(cluster, smallVideo('broken'));
  await writeFile(join(directory, 'ffmpeg.broken'), '');
  expect((await play(mp4)).status).toBe(502);
  await until('it is told to have failed', () => typesOf(id).includes('video.failed'));
  await rm(join(directory, 'ffmpeg.broken'));
  expect(toldOf(id).at(-1)?.data).toMatchObject({ state: 'failed', code: 'generator_failed' });
  expect(await play(mp4)).toMatchObject({ status: 200, whole: true });
  await until('it is told to be complete', () => typesOf(id).includes('video.complete'));
  expect(typesOf(id).filter((type) => type === 'video.failed')).toHaveLength(1);
});

test('a catalog killed just after 201 tells it when it is started again', async () => {
  const silent = await startReceiver(() => 'hang');
  onTestFinished(() => silent.close());
  const catalog = await startCatalog('lmdb:', {
    ...quick,
    UNDERSTUDY_WEBHOOKS: hooksTo(silent),
    UNDERSTUDY_WEBHOOK_TIMEOUT_MS: '500',
    UNDERSTUDY_METADATA_TIMEOUT_MS: '500',
  });
  onTestFinished(() => catalog.stop());
  const { status, id } = await catalog.describe(smallVideo('killed'));
  await catalog.kill();
  expect(status).toBe(201);
  // Whether it was sent already or not, nobody has answered.
  silent.behave(() => 204);
  const againAtMs = performance.now();
  await catalog.restart();
  await until('it is told', () => silent.received.some(({ atMs }) => atMs > againAtMs));
  expect(silent.received.at(-1)).toMatchObject({ type: 'video.described', data: { id } });
  expect(new Set(silent.received.map((message) => message.id)).size).toBe(1);
});
