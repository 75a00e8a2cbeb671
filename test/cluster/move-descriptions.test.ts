import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startCatalog } from './catalog-process.js';
import { understudy } from './understudy.js';
import { smallVideo } from './videos.js';

const metadata = (verb: 'export' | 'import', url: string, input = '') =>
  understudy(['metadata', verb], { UNDERSTUDY_METADATA_URL: url }, { input });

test('a catalog goes from LMDB to Redis: IDs that were given out stay what they are', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-move-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const keys = { UNDERSTUDY_ID_KEYS: `1:${randomBytes(32).toString('base64')}` };

  const before = await startCatalog(`lmdb:${directory}`, keys);
  const ids = [];
  for (const title of ['one', 'two']) ids.push((await before.describe(smallVideo(title))).id ?? '');
  await before.stop();

  const exported = await metadata('export', `lmdb:${directory}`);
  expect(exported).toMatchObject({ code: 0, stderr: '2 descriptions exported\n' });
  expect(await metadata('import', redis.url, exported.stdout)).toMatchObject({ code: 0, stdout: '' });

  const after = await startCatalog(redis.url, keys);
  onTestFinished(() => after.stop());
  expect(await after.describe(smallVideo('two'))).toMatchObject({ status: 200, id: ids[1] });
  expect(await after.read(ids[0] ?? '')).toMatchObject({ title: 'one' });
  const { status, id } = await after.describe(smallVideo('three'));
  expect(status).toBe(201);
  expect(ids).not.toContain(id);

  await redis.kill();
  expect(await metadata('export', redis.url)).toMatchObject({ code: 1, stdout: '' });
}, 60_000);
