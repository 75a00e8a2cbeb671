import { UnderstudyError } from '@understudy/errors';
import { renditionIdOf, type VideoNews } from '@understudy/metadata-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScriptedGenerator } from '../testing/scripted-generator.js';
import { TestCluster } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

/** A video of three segments that a webhook wants to hear of. */
async function describeHooked(title: string, height?: number): Promise<bigint> {
  const contentId = await cluster.describe(title, 3, height);
  await cluster.store.subscribe('hook', contentId, 'v', { type: 'described', atMs: 0 }, { limit: 10 });
  return contentId;
}

/** What the webhook has not been told yet, which it is with this. */
async function newsOf(): Promise<VideoNews[]> {
  const { messages } = await cluster.store.claimMessages('hook', 100, 60_000);
  for (const message of messages) await cluster.store.settleMessage('hook', message);
  return messages.map(({ news }) => news).filter(({ type }) => type !== 'described');
}

const failure = () => new UnderstudyError('generator_failed', 'it fails');

test('a video that is made is told to have started and to be complete, once by all workers together', async () => {
  const workers = [await cluster.start('a'), await cluster.start('b')] as const;
  await cluster.joined(...workers);
  const contentId = await describeHooked('made');
  await cluster.get(workers[0].url, contentId, 'video.mp4');
  await cluster.get(workers[1].url, contentId, 'video.mp4');
  const told: VideoNews[] = [];
  await until('it is told', async () => {
    told.push(...(await newsOf()));
    return told.length >= 2;
  });
  for (const { context } of workers) {
    await until(
      'the worker has it',
      () => context.knownProduction(contentId)?.artifact.isComplete() === true,
    );
    await until('nothing is done', () => context.knownProduction(contentId)?.running === false);
  }
  told.push(...(await newsOf()));
  expect(told.map(({ type }) => type).sort()).toEqual(['complete', 'started']);
});

test('of a poster and a rendition nothing is told', async () => {
  const worker = await cluster.start('a');
  const contentId = await describeHooked('parts', 720);
  const renditionId = renditionIdOf(contentId, 3);
  expect((await cluster.get(worker.url, contentId, 'poster.jpg')).status).toBe(200);
  expect(await cluster.get(worker.url, renditionId, 'video.mp4')).toMatchObject({ status: 200, whole: true });
  await until('nothing is done', () => worker.context.knownProduction(renditionId)?.running === false);
  expect(await newsOf()).toEqual([]);
});

test('a failure is told later, with its code; a disk that is full is none', async () => {
  const generator = new ScriptedGenerator();
  const worker = await cluster.start(
    'a',
    { UNDERSTUDY_WEBHOOK_FAILED_AFTER_MS: '150', UNDERSTUDY_FAILURE_MEMORY_MS: '0' },
    generator,
  );
  const contentId = await describeHooked('fails');
  generator.failWith = new UnderstudyError('storage_full', 'no room');
  await cluster.get(worker.url, contentId, 'video.mp4');
  generator.failWith = failure();
  const failedAtMs = Date.now();
  expect((await cluster.get(worker.url, contentId, 'video.mp4')).status).toBe(502);
  expect((await cluster.get(worker.url, contentId, 'video.mp4')).status).toBe(502);
  const told: VideoNews[] = [];
  await until('it is told', async () => {
    told.push(...(await newsOf()));
    return told.some(({ type }) => type === 'failed');
  });
  expect(Date.now() - failedAtMs).toBeGreaterThanOrEqual(150);
  expect(told).toMatchObject([
    { type: 'started' },
    { type: 'failed', code: 'generator_failed', knownPieces: 0 },
  ]);
});

test('with the store away the video plays, and is told of when the store is there again', async () => {
  const worker = await cluster.start('a', { UNDERSTUDY_MEMBER_LEASE_MS: '500' });
  await cluster.joined(worker);
  const contentId = await describeHooked('away');
  // The description is read while the store is there.
  await cluster.get(worker.url, contentId, 'init.mp4');
  cluster.store.away = true;
  expect((await cluster.get(worker.url, contentId, 'video.mp4')).whole).toBe(true);
  cluster.store.away = false;
  const told: VideoNews[] = [];
  await until('it is told', async () => {
    told.push(...(await newsOf()));
    return told.length >= 2;
  });
  expect(told.map(({ type }) => type).sort()).toEqual(['complete', 'started']);
});

test('what a worker completed just before it died is told by its next process', async () => {
  const worker = await cluster.start('a');
  const contentId = await cluster.describe('dies', 3);
  await cluster.get(worker.url, contentId, 'video.mp4');
  await worker.crash();
  await cluster.store.subscribe('hook', contentId, 'v', { type: 'described', atMs: 0 }, { limit: 10 });
  await cluster.start('a');
  await until('it is told', async () => (await newsOf()).some(({ type }) => type === 'complete'));
});
