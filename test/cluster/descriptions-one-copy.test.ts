import { redisCli, startRedisSentinels } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { expectAllThere } from './acknowledged.js';
import { startCatalog } from './catalog-process.js';
import { until } from './until.js';
import { smallVideo } from './videos.js';

/** Short, for the test; a busy machine must still not be taken for a dead one. */
const downAfterMs = 1000;

test('what only the master has is not acknowledged, and a failover without it loses nothing', async () => {
  const sentinels = await startRedisSentinels({ downAfterMs });
  onTestFinished(() => sentinels.stop());
  const catalog = await startCatalog(sentinels.url, { UNDERSTUDY_METADATA_WAIT_REPLICAS: '1' });
  onTestFinished(() => catalog.stop());
  const [master, replica] = sentinels.servers;
  if (master === undefined || replica === undefined) throw new Error('no replica');
  const first = await catalog.describe(smallVideo('first'));
  expect(first.status).toBe(201);

  await replica.kill();
  const refused = { status: 503, code: 'metadata_unavailable' };
  expect(await catalog.describe(smallVideo('second'))).toMatchObject(refused);
  // It is there, and asking for it again must not take that for an answer.
  expect(await catalog.describe(smallVideo('second'))).toMatchObject(refused);
  await master.kill();
  // With what it had; there is nobody to get the rest from.
  await replica.restart();
  await sentinels.untilPromoted(master);
  // The first alone: what was refused is gone.
  expect(await redisCli(replica.port, 'hlen', 'understudy:{catalog}:descriptions')).toBe('1');
  await sentinels.restartAsReplica(master, replica);

  await until('the catalog takes descriptions', async () => {
    // 200 when an earlier try was stored, and refused because the old master was not in step yet.
    return [200, 201].includes((await catalog.describe(smallVideo('second'))).status);
  });
  await expectAllThere(catalog, new Map([[first.id ?? '', 'first']]));
});
