import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { describeThroughCrashes, expectAllThere } from './acknowledged.js';
import { startCatalog } from './catalog-process.js';
import { isShort } from './short-form.js';
import { until } from './until.js';
import { smallVideo } from './videos.js';

const kills = isShort ? 5 : 20;
const descriptions = 50 * kills;

test(`${descriptions} descriptions through ${kills} SIGKILLs of Redis: every acknowledged one is there`, async () => {
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const catalog = await startCatalog(redis.url);
  onTestFinished(() => catalog.stop());
  const acknowledged = await describeThroughCrashes(catalog, descriptions, {
    times: kills,
    seed: 31,
    crash: () => redis.restart(),
  });
  // Also the last ones, which no crash followed.
  await redis.restart();
  await until('the catalog has its store again', async () => {
    return (await catalog.describe(smallVideo('31-0'))).status === 200;
  });
  await expectAllThere(catalog, acknowledged);
});

test('a catalog does not start on a Redis that keeps nothing, and says what to change', async () => {
  const redis = await startRedisServer(['--appendonly', 'no']);
  onTestFinished(() => redis.stop());
  await expect(startCatalog(redis.url)).rejects.toThrow(/set appendonly yes/);
  const catalog = await startCatalog(redis.url, { UNDERSTUDY_METADATA_DURABILITY: 'unchecked' });
  onTestFinished(() => catalog.stop());
  expect((await catalog.describe(smallVideo('at own risk'))).status).toBe(201);
});
