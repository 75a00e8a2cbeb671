import { startRedisSentinels } from '@understudy/metadata-store/testing';
import { onTestFinished, test } from 'vitest';
import { describeThroughCrashes, expectAllThere } from './acknowledged.js';
import { startCatalog } from './catalog-process.js';

/** Short, for the test; a busy machine must still not be taken for a dead one. */
const downAfterMs = 1000;

test('1,000 descriptions through 3 failovers of Sentinel with WAIT 1: every acknowledged one is there', async () => {
  const sentinels = await startRedisSentinels({ downAfterMs });
  onTestFinished(() => sentinels.stop());
  const catalog = await startCatalog(sentinels.url, { UNDERSTUDY_METADATA_WAIT_REPLICAS: '1' });
  onTestFinished(() => catalog.stop());
  const acknowledged = await describeThroughCrashes(catalog, 1000, {
    times: 3,
    seed: 33,
    async crash() {
      const master = await sentinels.master();
      await master.kill();
      const promoted = await sentinels.untilPromoted(master);
      // Until there is a replica again nothing is acknowledged.
      await sentinels.restartAsReplica(master, promoted);
    },
  });
  await expectAllThere(catalog, acknowledged);
});
