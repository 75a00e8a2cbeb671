import { clientHeader } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

const budget = { burst: 50, perSecond: 0.01 };
const ann = 'a'.repeat(32);
const bob = 'b'.repeat(32);

let cluster: TestCluster;
let worker: TestWorker;
beforeEach(async () => {
  cluster = await TestCluster.open();
  worker = await cluster.start('w', {
    UNDERSTUDY_GENERATORS: '1',
    UNDERSTUDY_ADDRESS_BUDGET: String(budget.burst),
    UNDERSTUDY_ADDRESS_BUDGET_PER_S: String(budget.perSecond),
    UNDERSTUDY_ADDRESS_SHARE: '10',
  });
});
afterEach(() => cluster.close());

const play = (contentId: bigint, client: string, signal?: AbortSignal) =>
  cluster.get(worker.url, contentId, 'video.mp4', { [clientHeader]: client }, signal);

test('a run leaves the processors to others because of who pays for it, not because nobody waits for it when it begins', async () => {
  const { context, generator } = worker;
  const first = await cluster.describe('first', 1);
  const left = await cluster.describe('left', 1);
  const { reached, release } = generator.hold(0, 1);
  const playing = play(first, bob);
  await reached;
  const leaving = new AbortController();
  const gone = play(left, bob, leaving.signal).catch(() => undefined);
  await until('it waits', () => context.admission.waiting === 1);
  leaving.abort();
  await gone;
  await until('nobody waits for it', () => context.streams.count === 1);
  release();
  await playing;
  await until('it is made', () => context.store.get(left)?.isComplete() === true);
  expect(generator.niceness).toEqual([0, 0]);
  await cluster.store.charge(`address:${ann}`, 20, budget);
  expect((await play(await cluster.describe('dear', 1), ann)).status).toBe(200);
  expect(generator.niceness).toEqual([0, 0, 19]);
  await cluster.get(worker.url, await cluster.describe('pictured', 1), 'poster.jpg', { [clientHeader]: ann });
  expect(generator.niceness).toEqual([0, 0, 19, 19]);
});
