import { setTimeout as sleep } from 'node:timers/promises';
import type { Member, MetadataStore } from '@understudy/metadata-store';
import { artifactPath } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const env = { UNDERSTUDY_REBALANCE_SETTLE_MS: '3600000' };

async function start(ids: readonly string[], further: Record<string, string> = {}): Promise<TestWorker[]> {
  const workers = await Promise.all(ids.map((id) => cluster.start(id, { ...env, ...further })));
  await cluster.joined(...workers);
  return workers;
}

const hasAll = (worker: TestWorker, contentId: bigint) =>
  worker.context.store.get(contentId)?.isComplete() === true;

/** Whether the worker's drain is over, without waiting for it. */
async function isDrained({ context }: TestWorker): Promise<boolean> {
  return Promise.race([context.drain.drained.then(() => true), sleep(0).then(() => false)]);
}

test.each([
  ['with a replica', 'always'],
  ['without', 'never'],
])(
  'what is being made goes on elsewhere from the next segment, %s; nothing is made twice',
  async (_how, policy) => {
    const [a, b] = (await start(['a', 'b'], { UNDERSTUDY_REPLICATION: policy })) as [TestWorker, TestWorker];
    const contentId = await cluster.describe('handed over', 5);
    const { reached, release } = a.generator.hold(1, 2);
    const playing = cluster.get(a.url, contentId, 'video.mp4');
    await reached;
    await cluster.setState(a, 'draining');
    await until('a drains', () => a.context.drain.active);
    release();
    const played = await playing;
    expect(played).toMatchObject({ status: 200, whole: true });
    expect(played.body.equals(scriptedVideo(5))).toBe(true);
    await a.context.drain.drained;
    expect(a.generator.runs).toEqual([0, 1]);
    expect(b.generator.runs).toEqual([2, 3, 4]);
    expect(hasAll(b, contentId)).toBe(true);
  },
);

test('copies that nobody else has are copied first, the others are not', async () => {
  const [a, b, c] = (await start(['a', 'b', 'c'], { UNDERSTUDY_REPLICATION: 'never' })) as [
    TestWorker,
    TestWorker,
    TestWorker,
  ];
  const sole: bigint[] = [];
  for (let number = 0; number < 12; number += 1) sole.push(await cluster.describe(`sole ${number}`, 2));
  for (const contentId of sole) await cluster.get(a.url, contentId, 'video.mp4');
  expect(await isDrained(a)).toBe(false);
  await cluster.setState(a, 'draining');
  await a.context.drain.drained;
  for (const contentId of sole) {
    const holders = [b, c].filter((worker) => hasAll(worker, contentId));
    expect(holders.map(({ context }) => context.id)).toEqual([
      b.context.view().owners(contentId).master as string,
    ]);
  }
  // It is still there: whoever mounts its directory again has it.
  expect(sole.every((contentId) => hasAll(a, contentId))).toBe(true);
  expect([...b.generator.runs, ...c.generator.runs]).toEqual([]);
});

test.each(['another address', 'the same address'])(
  'a worker whose last process, at %s, was killed while it drained is there again, and does not go',
  async (where) => {
    const [b] = (await start(['b'])) as [TestWorker];
    let leftBehind: Promise<void> | undefined;
    // As it stands in the store until its time is over.
    const leaveBehind = async (store: MetadataStore, member: Member) => {
      const url = where === 'another address' ? 'http://127.0.0.1:9' : member.url;
      await store.announce({ ...member, url, pid: 1, state: 'draining' }, 60_000);
      await until('others know it', () => b.context.view().member('a')?.state === 'draining');
    };
    const storeOf = (store: MetadataStore) =>
      new Proxy(store, {
        get(target, name) {
          if (name !== 'announce') return Reflect.get(target, name, target);
          return async (...asked: Parameters<MetadataStore['announce']>) => {
            leftBehind ??= leaveBehind(target, asked[0]);
            await leftBehind;
            return target.announce(...asked);
          };
        },
      });
    const a = await cluster.start('a', env, undefined, storeOf);
    const began = vi.spyOn(a.context.events, 'drainBegan');
    await until('it is active', () => b.context.view().member('a')?.state === 'active');
    expect(began).not.toHaveBeenCalled();
    // An operator's wish is one for this process too.
    await cluster.setState(a, 'draining');
    await a.context.drain.drained;
  },
);

test('its log says what there was, and not that something is not known yet', async () => {
  const [a] = (await start(['a', 'b'])) as [TestWorker, TestWorker];
  const began = vi.spyOn(a.context.events, 'drainBegan');
  await cluster.setState(a, 'draining');
  await a.context.drain.drained;
  expect(began.mock.calls).toEqual([[{ streams: 0, generating: 0, copies: 0 }]]);
});

test('an open response is waited for, and nothing new is taken', async () => {
  const [a, b] = (await start(['a', 'b'])) as [TestWorker, TestWorker];
  const contentId = await cluster.describe('open', 3);
  const { reached, release } = b.generator.hold(2, 1);
  const holding = a.generator.hold(2, 1);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await Promise.race([reached, holding.reached]);
  await cluster.setState(a, 'draining');
  await until('a drains', () => a.context.drain.active);
  expect(await isDrained(a)).toBe(false);

  const other = await cluster.describe('other', 2);
  const follow = cluster.client.json({
    method: 'POST',
    url: a.url,
    path: artifactPath(other, 'follow'),
    json: { url: b.url, description: (await cluster.store.readDescription(other)) ?? '' },
    headTimeoutMs: 5_000,
  });
  await expect(follow).rejects.toThrow(/503.*draining|draining/);
  release();
  holding.release();
  expect((await playing).whole).toBe(true);
  await a.context.drain.drained;
});

test('a wish that is taken back leaves the worker as it was', async () => {
  const [a, b] = (await start(['a', 'b'])) as [TestWorker, TestWorker];
  const contentId = await cluster.describe('kept', 3);
  const { reached, release } = a.generator.hold(0, 1);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await reached;
  await cluster.setState(a, 'draining');
  await until('a drains', () => a.context.drain.active);
  await cluster.setState(a, 'active');
  await until('a is active', () => !a.context.drain.active);
  release();
  expect((await playing).whole).toBe(true);
  expect(a.generator.runs).toEqual([0, 1, 2]);
  expect(b.generator.runs).toEqual([]);
  expect(await isDrained(a)).toBe(false);
});

test('the last one goes on with what it does, and ends when that is over', async () => {
  const [a] = (await start(['a'])) as [TestWorker];
  const contentId = await cluster.describe('alone', 3);
  const { reached, release } = a.generator.hold(1, 1);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await reached;
  await cluster.setState(a, 'draining');
  await until('a drains', () => a.context.drain.active);
  release();
  expect((await playing).whole).toBe(true);
  await a.context.drain.drained;
  expect(a.generator.runs).toEqual([0, 1, 2]);
});

test('the deadline ends it, and what is left is told', async () => {
  const [a] = (await start(['a', 'b'], { UNDERSTUDY_DRAIN_DEADLINE_MS: '300' })) as [TestWorker];
  const contentId = await cluster.describe('too long', 3);
  const { reached, release } = a.generator.hold(1, 1);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await reached;
  const ended: unknown[] = [];
  const { drainEnded } = a.context.events;
  a.context.events.drainEnded = (left, tookMs) => {
    ended.push(left);
    drainEnded(left, tookMs);
  };
  await cluster.setState(a, 'draining');
  await a.context.drain.drained;
  expect(ended).toEqual([{ streams: 1, generating: 1, copies: expect.any(Number) }]);
  release();
  await playing;
});

test('without the metadata store nobody can be told: it ends at once', async () => {
  const [a] = (await start(['a', 'b'])) as [TestWorker];
  const contentId = await cluster.describe('store away', 3);
  const { reached, release } = a.generator.hold(1, 1);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await reached;
  cluster.store.away = true;
  await a.context.drain.finish();
  expect(a.context.drain.active).toBe(false);
  cluster.store.away = false;
  release();
  await playing;
});
