import type { ReplicationChoice } from '@understudy/metadata-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

const copying = (policy: ReplicationChoice['policy']): ReplicationChoice => ({ policy, by: 'copy' });
const quick = { UNDERSTUDY_REBALANCE_SETTLE_MS: '0' };
/** Copies come only by following, not by the rebalancer. */
const unbalanced = { UNDERSTUDY_REBALANCE_SETTLE_MS: '3600000' };

let cluster: TestCluster;
let videos = 0;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

async function startTwo(env: Record<string, string>): Promise<[TestWorker, TestWorker]> {
  const [a, b] = [await cluster.start('a', env), await cluster.start('b', env)];
  await cluster.joined(a, b);
  return [a, b];
}

const hasAll = (worker: TestWorker, contentId: bigint) =>
  worker.context.store.get(contentId)?.isComplete() === true;

/** A video of two segments whose master is `worker`: there its one copy stays. */
async function describeOf(worker: TestWorker): Promise<bigint> {
  for (;;) {
    videos += 1;
    const contentId = await cluster.describe(`video ${videos}`, 2);
    if (worker.context.view().owners(contentId).master === worker.context.id) return contentId;
  }
}

/** Waits until every worker has read what the cluster has set. */
async function set(choice: ReplicationChoice, forMs?: number): Promise<void> {
  await cluster.store.setReplication(choice, forMs);
  await cluster.obeyed(choice.policy);
}

test('what was made without a second copy gets one when the policy changes, and afterwards none again', async () => {
  const [a, b] = await startTwo(quick);
  await set(copying('never'));
  const before = await describeOf(a);
  await cluster.get(a.url, before, 'video.mp4');
  await until('nothing is left to do', () => a.context.moves.pending === 0);
  expect(hasAll(b, before)).toBe(false);

  await set(copying('always'), 60_000);
  await until('a second copy', () => hasAll(b, before));
  await set(copying('never'));
  const after = await describeOf(a);
  await cluster.get(a.url, after, 'video.mp4');
  await until('nothing is left to do', () => a.context.moves.pending === 0);
  expect(hasAll(b, after)).toBe(false);
  expect(b.generator.runs).toEqual([]);
});

test('a policy that changes while a video is made holds for it', async () => {
  const [a, b] = await startTwo(unbalanced);
  await set(copying('never'));
  const contentId = await cluster.describe('made', 3);
  const { reached, release } = a.generator.hold(1, 0);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await reached;
  expect(b.context.store.get(contentId)).toBeUndefined();
  await set(copying('always'));
  await until(
    'the replica has what there is',
    () => (b.context.store.get(contentId)?.storedBytes() ?? 0) > 0,
  );
  release();
  expect((await playing).body.equals(scriptedVideo(3))).toBe(true);
  await until('a second copy', () => hasAll(b, contentId));
  expect(b.generator.runs).toEqual([]);
});

test('what is played often becomes hot', async () => {
  const [a, b] = await startTwo({ ...unbalanced, UNDERSTUDY_REPLICATION_HOT_PLAYS: '3' });
  await set(copying('hot'));
  const [often, twice] = [await cluster.describe('often', 2), await cluster.describe('twice', 2)];
  for (const contentId of [often, often, twice, twice]) await cluster.get(a.url, contentId, 'video.mp4');
  expect([hasAll(b, often), hasAll(b, twice)]).toEqual([false, false]);
  await cluster.get(a.url, often, 'video.mp4');
  await until('a second copy of it', () => hasAll(b, often));
  expect(hasAll(b, twice)).toBe(false);
});

test('when a worker drains, what is being played is replicated and nothing else', async () => {
  const [a, b] = await startTwo(unbalanced);
  const c = await cluster.start('c', unbalanced);
  await cluster.joined(a, b, c);
  await set(copying('deploy'));
  const [idle, played] = [await cluster.describe('idle', 2), await cluster.describe('played', 3)];
  await cluster.get(a.url, idle, 'video.mp4');
  const { reached, release } = a.generator.hold(2, 1);
  const playing = cluster.get(a.url, played, 'video.mp4');
  await reached;
  const others = [b, c];
  expect(others.some(({ context }) => context.store.get(played) !== undefined)).toBe(false);
  await cluster.setState(c, 'draining');
  await until('a second copy comes', () => (b.context.store.get(played)?.storedBytes() ?? 0) > 0);
  release();
  await playing;
  await until('a second copy', () => hasAll(b, played));
  expect(others.some(({ context }) => context.store.get(idle) !== undefined)).toBe(false);
});

test('a description has its way, whatever the cluster has set', async () => {
  const [a, b] = await startTwo(unbalanced);
  await set(copying('never'));
  const contentId = await cluster.describe('asks', 2, 64, { replication: 'always' });
  await cluster.get(a.url, contentId, 'video.mp4');
  await until('a second copy', () => hasAll(b, contentId));
  await set(copying('always'));
  const without = await cluster.describe('wants none', 2, 64, { replication: 'never' });
  await cluster.get(a.url, without, 'video.mp4');
  expect(hasAll(b, without)).toBe(false);
});

test('while the store is away the last policy stands', async () => {
  const [a, b] = await startTwo(unbalanced);
  await set(copying('never'));
  const contentId = await cluster.describe('away', 2);
  await cluster.get(a.url, contentId, 'init.mp4');
  cluster.store.away = true;
  await cluster.get(a.url, contentId, 'video.mp4');
  expect(hasAll(b, contentId)).toBe(false);
  cluster.store.away = false;
});
