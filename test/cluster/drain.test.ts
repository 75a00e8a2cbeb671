import { afterEach, expect, test } from 'vitest';
import { drainUnderLoad, placeLargeVideo } from './drain-under-load.js';
import { play } from './player.js';
import { expectMembers, setReplication, startCluster, type TestCluster } from './start.js';
import { understudy } from './understudy.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

const streams = { paced: 8, making: 2 };

let cluster: TestCluster;
afterEach(() => cluster.dispose());

const run = (...args: string[]) => understudy(args, { UNDERSTUDY_DATA: cluster.dataDir });

test.each(['understudy drain', 'SIGTERM'])(
  '%s: every open response is moved, nothing is made twice, the worker ends with 0',
  async (how) => {
    // All come from the one worker, and are not spread over two.
    cluster = await startCluster({
      workers: 3,
      routers: 2,
      env: { UNDERSTUDY_LOAD_FREE_STREAMS: '100' },
    });
    const large = await placeLargeVideo(cluster, 30);
    const drained = await drainUnderLoad(cluster, large, streams, async (worker) => {
      if (how === 'SIGTERM') {
        cluster.worker(worker).kill('SIGTERM');
        return;
      }
      const preview = await run('drain', worker, '--preview', '--json');
      const { to } = JSON.parse(preview.stdout) as { to: { streams: number }[] };
      // Those of videos that are made may have ended by now.
      expect(to.reduce((sum, target) => sum + target.streams, 0)).toBeGreaterThanOrEqual(streams.paced);
      const { code, stdout, stderr } = await run('drain', worker, '--wait');
      expect(code, stderr).toBe(0);
      expect(stdout).toContain(`${worker} has gone`);
    });
    expect(drained).toMatchObject({ exitCode: 0, broken: 0, madeAgain: 0 });
    expect(drained.movesMs.length).toBeGreaterThanOrEqual(streams.paced);
  },
);

test('copies that nobody else has are elsewhere before the worker ends; started again it is active', async () => {
  cluster = await startCluster({ workers: 3 });
  await setReplication(cluster, 'never');
  const video = await createVideo(cluster, smallVideo('sole'));
  const before = await play(video.mp4);
  const { master } = await placementOf(cluster, video.id);
  expect((await run('drain', master, '--wait')).code).toBe(0);
  const { holders, master: next } = await placementOf(cluster, video.id);
  expect(holders).toMatchObject([{ worker: next, complete: true }]);
  expect((await play(video.mp4)).body.equals(before.body)).toBe(true);

  await cluster.startWorker(master);
  await expectMembers(cluster, ['w1', 'w2', 'w3']);
});
