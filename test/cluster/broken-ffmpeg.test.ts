import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

/**
 * An ffmpeg per worker that a test can break while the worker runs: `mode` is read at each run. Questions about the
 * version and the encoders are answered truthfully, so that every worker has the same fingerprint.
 */
const wrapper = `#!/bin/sh
case "$*" in *-i*) case "$(cat "$0.mode" 2>/dev/null)" in fail) echo "Conversion failed!" >&2; exit 1;; hang) exec sleep 60;; esac;; esac
exec ffmpeg "$@"
`;

let directory: string;
let cluster: TestCluster;
let undisturbed: Buffer;
const programOf = (worker: string) => join(directory, `ffmpeg-${worker}`);
const setMode = (worker: string, mode: string) => writeFile(`${programOf(worker)}.mode`, mode);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-ffmpeg-'));
  for (const id of ['w1', 'w2', 'w3']) await writeFile(programOf(id), wrapper, { mode: 0o755 });
  cluster = await startCluster({
    workers: 3,
    env: { UNDERSTUDY_GENERATOR_STALL_MS: '1500', UNDERSTUDY_FAILURE_MEMORY_MS: '100' },
    workerEnv: (id) => ({ UNDERSTUDY_FFMPEG: programOf(id) }),
  });
  undisturbed = (await play((await createVideo(cluster, smallVideo('undisturbed'))).mp4)).body;
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  for (const id of ['w1', 'w2', 'w3']) await setMode(id, 'work');
});

for (const mode of ['fail', 'hang']) {
  test(`where ffmpeg would ${mode}, the next candidate makes it`, async () => {
    const video = await createVideo(cluster, smallVideo(`one would ${mode}`));
    const { master } = await placementOf(cluster, video.id);
    await setMode(master, mode);
    const played = await play(video.mp4);
    expect(played).toMatchObject({ status: 200, whole: true });
    expect(played.body.equals(undisturbed)).toBe(true);
  }, 30_000);
}

test('where ffmpeg is gone, the next candidate makes it', async () => {
  const video = await createVideo(cluster, smallVideo('one is gone'));
  const { master } = await placementOf(cluster, video.id);
  await rename(programOf(master), `${programOf(master)}.away`);
  const played = await play(video.mp4);
  await rename(`${programOf(master)}.away`, programOf(master));
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(undisturbed)).toBe(true);
}, 30_000);

test('where it fails everywhere, the answer says so with a stable code', async () => {
  const video = await createVideo(cluster, smallVideo('all fail'));
  for (const id of ['w1', 'w2', 'w3']) await setMode(id, 'fail');
  const played = await play(video.mp4);
  expect(played.status).toBe(502);
  expect(played.headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(played.body.toString())).toMatchObject({ code: 'generator_failed', status: 502 });
}, 30_000);
