import { renditionIdOf } from '@understudy/metadata-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

/** Nothing moves by itself. */
const still = { UNDERSTUDY_REBALANCE_SETTLE_MS: '3600000', UNDERSTUDY_PLAYER_LINGER_MS: '0' };

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const sheet = 'storyboard-0.jpg';

test('the track is known before anything is made, and a sheet is made without the video', async () => {
  const worker = await cluster.start('a', still);
  const contentId = await cluster.describe('storyboard', 5);
  const track = await cluster.get(worker.url, contentId, 'storyboard.vtt');
  expect(track.headers['content-type']).toBe('text/vtt; charset=utf-8');
  expect(track.body.toString().split('\n').slice(0, 4)).toEqual([
    'WEBVTT',
    '',
    '00:00:00.000 --> 00:00:02.000',
    expect.stringMatching(/^storyboard\/0\.jpg#xywh=0,0,\d+,\d+$/),
  ]);
  expect(worker.generator.runs).toEqual([]);

  const made = await cluster.get(worker.url, contentId, sheet);
  expect([made.status, made.headers['content-type'], made.body.length]).toEqual([200, 'image/jpeg', 250]);
  expect((await cluster.get(worker.url, contentId, sheet)).body.equals(made.body)).toBe(true);
  expect(worker.generator.runs).toEqual(['storyboard-0']);
  for (const [id, part] of [
    [contentId, 'storyboard-99.jpg'],
    [contentId, 'storyboard-00.jpg'],
    [contentId, '0.jpg'],
    [renditionIdOf(contentId, 4), sheet],
    [renditionIdOf(contentId, 4), 'storyboard.vtt'],
  ] as const)
    expect((await cluster.get(worker.url, id, part)).status, part).toBe(404);
});

test('a sheet that another worker has is not made again, nor is a video after its sheet', async () => {
  const workers = await Promise.all(
    [...'ab'].map((id) => cluster.start(id, { ...still, UNDERSTUDY_REPLICATION: 'never' })),
  );
  await cluster.joined(...workers);
  const [a, b] = workers as [TestWorker, TestWorker];
  const contentId = await cluster.describe('shared', 3);
  await cluster.get(a.url, contentId, 'video.mp4');
  await cluster.get(a.url, contentId, sheet);
  expect((await cluster.get(b.url, contentId, sheet)).status).toBe(200);
  expect((await cluster.get(b.url, contentId, 'video.mp4')).body.equals(scriptedVideo(3))).toBe(true);
  expect(b.generator.runs).toEqual([]);
});

test('a replica takes the sheet, and the sheet is no part of the video', async () => {
  const workers = await Promise.all([...'ab'].map((id) => cluster.start(id, still)));
  await cluster.joined(...workers);
  const [a, b] = workers as [TestWorker, TestWorker];
  const contentId = await cluster.describe('replicated', 3);
  const made = await cluster.get(a.url, contentId, sheet);
  const video = await cluster.get(a.url, contentId, 'video.mp4');
  expect(video.body.equals(scriptedVideo(3))).toBe(true);
  const copy = () => b.context.knownProduction(contentId)?.artifact;
  await until(
    'the replica has all',
    () => copy()?.isComplete() === true && copy()?.isSealed('storyboard-0') === true,
  );
  await a.crash();
  expect((await cluster.get(b.url, contentId, sheet)).body.equals(made.body)).toBe(true);
  expect(b.generator.runs).toEqual([]);
});
