import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, launchCluster } from '@understudy/cli';
import { expect, onTestFinished, test } from 'vitest';
import { play } from './player.js';
import { untilReplicated } from './start.js';
import { understudy } from './understudy.js';
import { until } from './until.js';
import { createVideo, smallVideo } from './videos.js';

test('after a restore from an export a video that is deleted while its worker is down is gone from that one too', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-restored-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  let cluster: Cluster | undefined;
  onTestFinished(async () => cluster?.stop());
  const launch = async (workers: number) => {
    cluster = await launchCluster({ dataDir, workers });
    return cluster;
  };
  const metadata = async (verb: string, input = '') => {
    const env = { UNDERSTUDY_METADATA_URL: `lmdb:${join(dataDir, 'metadata')}` };
    const { code, stdout, stderr } = await understudy(['metadata', verb], env, { input });
    expect(code, stderr).toBe(0);
    return stdout;
  };
  const copiesOf = (id: string) => readdir(join(dataDir, 'workers', id, 'artifacts'));
  const erase = async ({ routers, apiKey }: Cluster, id: string) => {
    const headers = { authorization: `Bearer ${apiKey}` };
    const { status } = await fetch(`${routers[0]?.url}/v1/videos/${id}`, { method: 'DELETE', headers });
    expect(status).toBe(204);
  };

  const before = await launch(2);
  const videos = [];
  for (const title of ['kept', 'first', 'second']) {
    const video = await createVideo(before, smallVideo(title, 3));
    expect((await play(video.mp4)).status).toBe(200);
    await untilReplicated(before, video.id);
    videos.push(video.id);
  }
  const [, first = '', second = ''] = videos;
  const backup = await metadata('export');
  await erase(before, first);
  // Both workers have applied it: the log has one deletion.
  for (const id of ['w1', 'w2'])
    await until(`${id} has removed it`, async () => (await copiesOf(id)).length === 2);
  await before.stop();

  await rename(join(dataDir, 'metadata'), join(dataDir, 'lost'));
  await metadata('import', backup);
  const restored = await launch(1);
  // The new log is as long as the old one was, and w2 has not seen it yet.
  await erase(restored, second);
  await restored.stop();

  const back = await launch(2);
  expect((await play(`${back.routers[0]?.url}/v/${second}/video.mp4`)).status).toBe(410);
  for (const id of ['w1', 'w2']) expect(await copiesOf(id)).toHaveLength(1);
}, 60_000);
