import type { MetadataStore } from '@understudy/metadata-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

/** Nothing moves by itself, and nothing is replicated: what is found was looked for. */
const still = {
  UNDERSTUDY_REBALANCE_SETTLE_MS: '3600000',
  UNDERSTUDY_REPLICATION: 'never',
  UNDERSTUDY_PLAYER_LINGER_MS: '0',
};

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

/** A store of which only members and descriptions are left, as after an import. */
function forgetful(store: MetadataStore): MetadataStore {
  return new Proxy(store, {
    get(target, name: keyof MetadataStore) {
      if (name === 'readHolders') return async () => [];
      if (name === 'acquireLease') return async () => ({ acquired: true, token: 1 });
      const value: unknown = target[name];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const startAll = (ids: string, storeOf?: (store: MetadataStore) => MetadataStore) =>
  Promise.all([...ids].map((id) => cluster.start(id, still, undefined, storeOf)));

test('a copy that no record and no place on the ring leads to is found', async () => {
  const workers = await startAll(
    'abcdefgh',
    (store) =>
      new Proxy(forgetful(store), {
        get: (target, name: keyof MetadataStore) =>
          name === 'acquireLease' ? async () => ({ acquired: true, token: 2 }) : target[name],
      }),
  );
  await cluster.joined(...workers);
  const contentId = await cluster.describe('anywhere', 2);
  const [first] = workers as [TestWorker];
  const last = first.context.view().othersInOrder(contentId).at(-1);
  const holder = workers.find(({ context }) => context.id === last?.id) as TestWorker;
  await cluster.get(holder.url, contentId, 'video.mp4');
  const answer = await cluster.get(first.url, contentId, 'video.mp4');
  expect(answer.body.equals(scriptedVideo(2))).toBe(true);
  expect(first.generator.runs).toEqual([]);
});

test('where leases and records were lost, those that should have a copy are asked before it is made', async () => {
  const workers = await startAll('abc', forgetful);
  await cluster.joined(...workers);
  const [a, b] = workers as [TestWorker, TestWorker];
  const contentId = await cluster.describe('lost leases', 2);
  await cluster.get(a.url, contentId, 'video.mp4');
  expect((await cluster.get(b.url, contentId, 'video.mp4')).body.equals(scriptedVideo(2))).toBe(true);
  expect(b.generator.runs).toEqual([]);
});

test('of two holders with different parts each gives its own, and only what neither has is made', async () => {
  const workers = await startAll('abc');
  await cluster.joined(...workers);
  const [a, b, c] = workers as [TestWorker, TestWorker, TestWorker];
  const contentId = await cluster.describe('in parts', 5);
  await makeOnly(a, contentId, 1, 2);
  await makeOnly(b, contentId, 3, 4);
  const answer = await cluster.get(c.url, contentId, 'video.mp4');
  expect(answer.body.equals(scriptedVideo(5))).toBe(true);
  expect(c.generator.runs).toEqual([0, 2, 4]);
});

/** Lets `worker` make one segment alone: it is held at the next, until nobody wants that any more. */
async function makeOnly(worker: TestWorker, contentId: bigint, segment: number, next: number): Promise<void> {
  const hold = worker.generator.hold(next, 0);
  const answer = await cluster.get(worker.url, contentId, `${segment}.m4s`);
  expect(answer.status).toBe(200);
  await until('it rests', () => worker.context.knownProduction(contentId)?.running === false);
  hold.release();
}

test('a poster that another worker has is not made again', async () => {
  const workers = await startAll('ab');
  await cluster.joined(...workers);
  const [a, b] = workers as [TestWorker, TestWorker];
  const contentId = await cluster.describe('poster', 2);
  await cluster.get(a.url, contentId, 'video.mp4');
  await cluster.get(b.url, contentId, 'video.mp4');
  await cluster.get(a.url, contentId, 'poster.jpg');
  expect((await cluster.get(b.url, contentId, 'poster.jpg')).status).toBe(200);
  expect(b.generator.runs).toEqual([]);
});
