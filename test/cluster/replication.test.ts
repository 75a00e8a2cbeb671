import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from './player.js';
import { clusterOf, startCluster, type TestCluster, untilReplicated } from './start.js';
import { understudy } from './understudy.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 3, env: { UNDERSTUDY_REBALANCE_SETTLE_MS: '0' } });
}, 60_000);
afterAll(() => cluster.dispose());

/** Sets a policy as an operator does; resolves when every worker holds to it. */
async function set(...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await understudy(['replication', ...args, '--json'], {
    UNDERSTUDY_DATA: cluster.dataDir,
  });
  expect(code, stderr).toBe(0);
  const { policy } = JSON.parse(stdout);
  await until(`every worker replicates ${policy}`, async () =>
    (await clusterOf(cluster)).workers.every(({ replication }) => replication?.policy === policy),
  );
}

test('a policy that is set while the cluster runs holds for what is made next, and for what exists', async () => {
  await set('never');
  const video = await createVideo(cluster, smallVideo('one copy'));
  expect(await play(video.mp4)).toMatchObject({ status: 200, whole: true });
  await until('nothing is left to do', async () =>
    (await clusterOf(cluster)).workers.every(
      ({ pendingMoves, generating }) => pendingMoves === 0 && generating === 0,
    ),
  );
  const { holders, master } = await placementOf(cluster, video.id);
  expect(holders).toMatchObject([{ worker: master, complete: true }]);

  await set('always', '--for', '30m');
  await untilReplicated(cluster, video.id);
});
