import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

/** An ffmpeg per worker that calls itself of another build when a test says so: that is another fingerprint. */
const wrapper = `#!/bin/sh
case "$*" in -version) cat "$0.build" 2>/dev/null;; esac
exec ffmpeg "$@"
`;

let directory: string;
let cluster: TestCluster;
const programOf = (worker: string) => join(directory, `ffmpeg-${worker}`);
const setBuild = (worker: string, build: string) => writeFile(`${programOf(worker)}.build`, `${build}\n`);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-versions-'));
  for (const id of ['w1', 'w2', 'w3']) {
    await writeFile(programOf(id), wrapper, { mode: 0o755 });
    await setBuild(id, 'old');
  }
  cluster = await startCluster({
    workers: 3,
    env: { UNDERSTUDY_MEMBER_LEASE_MS: '1500' },
    workerEnv: (id) => ({ UNDERSTUDY_FFMPEG: programOf(id) }),
  });
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  await rm(directory, { recursive: true });
});

const poolOf = async (id: string) => (await placementOf(cluster, id)).pool;

/** Starts a worker that does not run with another build, and waits until it is a member. */
async function startWith(id: string, build: string): Promise<void> {
  await setBuild(id, build);
  const { pid } = await cluster.startWorker(id);
  await until(`${id} is a member`, async () => {
    const answer = await fetch(`${cluster.console.url}/admin/cluster`, {
      headers: { authorization: `Bearer ${cluster.adminKey}` },
    });
    const { workers } = (await answer.json()) as { workers: { id: string; pid: number }[] };
    return workers.some((worker) => worker.id === id && worker.pid === pid);
  });
}

async function change(id: string, build: string): Promise<void> {
  const worker = cluster.worker(id);
  worker.kill('SIGTERM');
  await worker.exited;
  await startWith(id, build);
}

test('a rolling change of the generator: old videos play on until the last old worker is gone, then under a new ETag', async () => {
  const old = await createVideo(cluster, smallVideo('old'));
  const before = await play(old.mp4);
  expect(before).toMatchObject({ status: 200, whole: true });
  await untilReplicated(cluster, old.id);
  const oldPool = await poolOf(old.id);
  const playsAsBefore = async () => {
    const again = await play(old.mp4);
    expect(again).toMatchObject({ status: 200, whole: true });
    expect(again.headers.etag).toBe(before.headers.etag);
    expect(again.body.equals(before.body)).toBe(true);
  };

  await change('w1', 'new');
  expect(await poolOf(old.id)).toBe(oldPool);
  expect((await placementOf(cluster, old.id)).master).not.toBe('w1');
  await playsAsBefore();
  // Two of three are old: what is new is still theirs.
  expect(await poolOf((await createVideo(cluster, smallVideo('after the first'))).id)).toBe(oldPool);

  await change('w2', 'new');
  expect(await placementOf(cluster, old.id)).toMatchObject({ pool: oldPool, master: 'w3', replica: null });
  await playsAsBefore();
  const fresh = await createVideo(cluster, smallVideo('after the second'));
  const newPool = await poolOf(fresh.id);
  expect(newPool).not.toBe(oldPool);
  const { master, replica } = await placementOf(cluster, fresh.id);
  expect([master, replica].toSorted()).toEqual(['w1', 'w2']);
  const freshBefore = await play(fresh.mp4);
  expect(freshBefore).toMatchObject({ status: 200, whole: true });

  // The last old worker dies in the middle of a response that nobody else can go on with.
  const pinnedOld = await createVideo(cluster, smallVideo('after the first'));
  expect(await poolOf(pinnedOld.id)).toBe(oldPool);
  let crashed: Promise<void> | undefined;
  const cut = await play(pinnedOld.mp4, {
    onBytes: () => {
      crashed ??= cluster.crash('w3');
    },
  });
  await crashed;
  expect(cut).toMatchObject({ status: 200, whole: false });
  // Nor was it held until the failover deadline of 30 s.
  expect(cut.longestSilenceMs).toBeLessThan(10_000);

  expect(await poolOf(old.id)).toBe(newPool);
  const after = await play(old.mp4, {
    headers: { range: 'bytes=100-199', 'if-range': before.headers.etag as string },
  });
  expect(after).toMatchObject({ status: 200, whole: true });
  expect(after.headers.etag).not.toBe(before.headers.etag);
  expect(after.body.length).toBe(before.body.length);
  const part = await play(old.mp4, {
    headers: { range: 'bytes=100-199', 'if-range': after.headers.etag as string },
  });
  expect(part.status).toBe(206);
  expect(part.body.equals(after.body.subarray(100, 200))).toBe(true);
  await untilReplicated(cluster, old.id);

  // The change is taken back on one worker: what was pinned to the old generator is played by it, as it was.
  await startWith('w3', 'old');
  // The router learns of it at another moment than the console.
  await until('the old pool is back', async () => {
    const { headers } = await play(old.mp4, { method: 'HEAD' });
    return headers.etag === before.headers.etag && (await poolOf(old.id)) === oldPool;
  });
  await playsAsBefore();
  expect((await play(fresh.mp4)).body.equals(freshBefore.body)).toBe(true);
}, 120_000);
