import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScriptedGenerator, scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

const env = { UNDERSTUDY_REBALANCE_SETTLE_MS: '3600000', UNDERSTUDY_REPLICATION_BY: 'generate' };

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

async function startTwo(b = new ScriptedGenerator()): Promise<[TestWorker, TestWorker]> {
  const workers: [TestWorker, TestWorker] = [await cluster.start('a', env), await cluster.start('b', env, b)];
  await cluster.joined(...workers);
  return workers;
}

const hasAll = (worker: TestWorker, contentId: bigint) =>
  worker.context.store.get(contentId)?.isComplete() === true;

async function copiedBytes({ context }: TestWorker): Promise<number> {
  const { values } = (await context.registry.getSingleMetric('understudy_copied_bytes_total')?.get()) ?? {
    values: [],
  };
  return values.reduce((sum, { value }) => sum + value, 0);
}

test('the replica generates what its master generates, and no byte is sent', async () => {
  const [a, b] = await startTwo();
  const contentId = await cluster.describe('twice', 3);
  const played = await cluster.get(a.url, contentId, 'video.mp4');
  expect(played.body.equals(scriptedVideo(3))).toBe(true);
  await until('the replica has all', () => hasAll(b, contentId));
  expect([a.generator.runs, b.generator.runs]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  expect([await copiedBytes(a), await copiedBytes(b)]).toEqual([0, 0]);
  const { artifactId } = a.context.store.get(contentId) ?? {};
  await until('both are known as holders', async () => {
    const holders = await cluster.store.readHolders(String(artifactId));
    return holders.filter(({ complete }) => complete).length === 2;
  });
});

test('of what comes out in two ways the one that was recorded first is what both have', async () => {
  const [a, b] = await startTwo(new ScriptedGenerator({ media: 'other' }));
  const contentId = await cluster.describe('differs', 3);
  // Cut, perhaps, where the replica was quicker.
  await cluster.get(a.url, contentId, 'video.mp4');
  await until('both have all, compared', () =>
    [a, b].every((worker) => {
      const { busy, recorder } = worker.context.knownProduction(contentId) ?? {};
      return hasAll(worker, contentId) && busy === false && recorder?.pending === false;
    }),
  );
  const [fromA, fromB] = [a, b].map(({ url }) => cluster.get(url, contentId, 'video.mp4'));
  expect((await fromA)?.body.equals((await fromB)?.body ?? Buffer.of())).toBe(true);
  expect((await copiedBytes(a)) + (await copiedBytes(b))).toBeGreaterThan(0);
});

test('when the player leaves, both stop', async () => {
  const [a, b] = await startTwo();
  const contentId = await cluster.describe('left', 3);
  const holds = [a.generator.hold(1, 2), b.generator.hold(1, 2)];
  const leaving = new AbortController();
  const playing = cluster.get(a.url, contentId, 'video.mp4', {}, leaving.signal);
  await Promise.all(holds.map(({ reached }) => reached));
  leaving.abort();
  await playing.catch(() => undefined);
  await until('the master stops', () => a.context.knownProduction(contentId)?.busy === false);
  for (const { release } of holds) release();
  await until('the replica stops', () => b.context.knownProduction(contentId)?.busy === false);
  expect(a.generator.runs).toEqual([0, 1]);
  expect(b.generator.runs).toEqual([0, 1]);
});

test('when the master dies, its replica goes on for the players that come', async () => {
  const [a, b] = await startTwo();
  const contentId = await cluster.describe('dies', 3);
  const holds = [a.generator.hold(1, 2), b.generator.hold(1, 2)];
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await Promise.all(holds.map(({ reached }) => reached));
  await a.crash();
  expect((await playing).whole).toBe(false);
  for (const { release } of holds) release();
  await until('the replica has all', () => hasAll(b, contentId));
  expect(b.generator.runs).toEqual([0, 1, 2]);
});
