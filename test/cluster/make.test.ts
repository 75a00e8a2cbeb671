import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { understudy } from './understudy.js';
import { smallVideo } from './videos.js';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 2 });
}, 60_000);
afterAll(() => cluster.dispose());

test('understudy make has a video made while it tells how far it is, and understudy ring who may do so', async () => {
  const env = { UNDERSTUDY_DATA: cluster.dataDir };
  const made = await understudy(['make', '-', '--json'], env, {
    input: JSON.stringify(smallVideo('made by a command')),
  });
  expect(made.code, made.output).toBe(0);
  const told = made.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; bytes?: number; urls?: { mp4: string } });
  const { bytes } = told.find(({ event }) => event === 'complete') ?? {};
  const { urls } = told.find(({ event }) => event === 'created') ?? {};
  const played = await play(urls?.mp4 ?? '');
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.length).toBe(bytes);

  const ring = await understudy(['ring'], env);
  expect(ring.code, ring.output).toBe(0);
  expect(ring.stdout).toMatch(/w1 .* active .* 50\.\d %/);
});
