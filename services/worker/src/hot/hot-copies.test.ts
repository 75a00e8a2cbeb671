import { etagOf } from '@understudy/artifact';
import { clientHeader, continueHeader, formatContinuation } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';
import { HotCopies, type HotCopiesOptions } from './hot-copies.js';

const env = {
  UNDERSTUDY_HOT_PLAYERS: '2',
  UNDERSTUDY_HOT_WINDOW_S: '1',
  UNDERSTUDY_HOT_COOL_S: '1',
  UNDERSTUDY_REBALANCE_SETTLE_MS: '0',
};

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

async function start(more: Record<string, string> = {}, last: Record<string, string> = {}) {
  const workers: TestWorker[] = [];
  for (const id of ['a', 'b', 'c', 'd'])
    workers.push(await cluster.start(id, { ...env, ...more, ...(id === 'd' && last) }));
  await cluster.joined(...workers);
  return workers as [TestWorker, TestWorker, TestWorker, TestWorker];
}

const hasAll = ({ context }: TestWorker, contentId: bigint) =>
  context.store.get(contentId)?.isComplete() === true;
const holders = (workers: readonly TestWorker[], contentId: bigint) =>
  workers.filter((worker) => hasAll(worker, contentId)).length;

/** A video that is complete on its master and replica, and the workers in the order of its preference list. */
async function replicated(title: string, workers: readonly TestWorker[], others = {}) {
  const contentId = await cluster.describe(title, 2, 64, others);
  const [any] = workers as [TestWorker];
  const { master } = any.context.view().owners(contentId);
  const first = workers.find(({ context }) => context.id === master) as TestWorker;
  await cluster.get(first.url, contentId, 'video.mp4');
  const rest = first.context.view().othersInOrder(contentId);
  const inOrder = [
    first,
    ...rest.map(({ id }) => workers.find(({ context }) => context.id === id) as TestWorker),
  ];
  return { contentId, inOrder };
}

/** So many players have a response of it open at `worker`. Returns what ends them. */
function playersAt({ context }: TestWorker, contentId: bigint, count: number, isSame = false): () => void {
  const closes = Array.from({ length: count }, (_, index) =>
    context.demand.opened(contentId, 'video.mp4', (isSame ? 0 : index).toString(16).padStart(32, '0')),
  );
  return () => {
    for (const close of closes) close();
  };
}

test('as many further copies are made as players ask for, in the order of the preference list, and go when it has cooled', async () => {
  const workers = await start();
  const { contentId, inOrder } = await replicated('hot', workers);
  await until('two copies', () => holders(workers, contentId) === 2);
  const [master, replica, third, fourth] = inOrder as [TestWorker, TestWorker, TestWorker, TestWorker];
  const leave = [playersAt(master, contentId, 3), playersAt(replica, contentId, 3)];
  await master.context.hot.look();
  await until('a third copy', () => hasAll(third, contentId));
  expect(third.context.hot.stays(contentId)).toBe(true);
  // Six players are what three copies are for.
  await master.context.hot.look();
  expect(hasAll(fourth, contentId)).toBe(false);
  leave.push(playersAt(third, contentId, 1));
  await until('a fourth copy', () => hasAll(fourth, contentId));
  for (const end of leave) end();
  await until('two copies again', () => holders(workers, contentId) === 2);
  expect([master, replica].map((worker) => hasAll(worker, contentId))).toEqual([true, true]);
  expect(workers.flatMap(({ generator }) => generator.runs)).toHaveLength(2);
  expect(workers.map(({ context }) => context.hot.count)).toEqual([0, 0, 0, 0]);
}, 30_000);

/** By itself, as a worker `x` that is active; it has every copy. */
function alone(options: Partial<HotCopiesOptions>): HotCopies {
  return new HotCopies({
    selfId: 'x',
    view: () =>
      ({ member: () => ({ state: 'active' }), owners: () => ({ master: 'm', replica: 'r' }) }) as never,
    demand: { of: () => ({ players: 0, requestsPerS: 0 }), videos: () => new Set([7n]) },
    limits: { players: 10, requestsPerS: 10, copies: 4 },
    coolMs: 1_000,
    copyOf: (contentId) => ({ contentId, artifactId: 'x', isComplete: () => true }) as StoredArtifact,
    mayHaveCopies: () => true,
    statusOf: async () => undefined,
    offer: async () => undefined,
    copy: async () => undefined,
    declinedMs: () => undefined,
    onCooled: () => {},
    events: { hotTaken: () => {}, hotCooled: () => {} } as never,
    ...options,
  });
}

const offer = (contentId: bigint) =>
  ({ contentId, url: 'http://m', description: '', reason: 'hot' }) as const;

function useFakeTime() {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

test('a further copy stays while it is asked for and a while beyond, then others are told, once', async () => {
  useFakeTime();
  const cooled: bigint[] = [];
  let owner = 'm';
  let demand = { players: 0, requestsPerS: 0 };
  const hot = alone({
    view: () =>
      ({ member: () => ({ state: 'active' }), owners: () => ({ master: owner, replica: 'r' }) }) as never,
    demand: { of: () => demand, videos: () => new Set([7n]) },
    onCooled: (contentId) => cooled.push(contentId),
  });
  hot.take(offer(7n));
  // Its copy has come.
  await Promise.resolve();
  const after = async (ms: number) => {
    vi.advanceTimersByTime(ms);
    await hot.look();
    return hot.stays(7n);
  };
  expect(await after(900)).toBe(true);
  demand = { players: 1, requestsPerS: 0 };
  expect(await after(200)).toBe(true);
  expect(await after(5_000)).toBe(true);
  demand = { players: 0, requestsPerS: 0.9 };
  expect(await after(900)).toBe(true);
  expect(cooled).toEqual([]);
  expect(await after(200)).toBe(false);
  expect(await after(200)).toBe(false);
  expect(cooled).toEqual([7n]);
  // Where it belongs now in any case, nobody is told.
  demand = { players: 1, requestsPerS: 0 };
  expect(await after(0)).toBe(true);
  owner = 'x';
  expect(await after(0)).toBe(false);
  expect(cooled).toEqual([7n]);
});

test('a copy that takes longer than one stays has not cooled before it is there, and stays as long as any then', async () => {
  useFakeTime();
  const cooled: bigint[] = [];
  let arrive = () => {};
  const coming = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const hot = alone({ copy: () => coming, onCooled: (contentId) => cooled.push(contentId) });
  hot.take(offer(7n));
  const after = async (ms: number) => {
    vi.advanceTimersByTime(ms);
    await hot.look();
    return hot.stays(7n);
  };
  expect(await after(5_000)).toBe(true);
  arrive();
  await coming;
  expect(await after(900)).toBe(true);
  expect(cooled).toEqual([]);
  expect(await after(200)).toBe(false);
  expect(cooled).toEqual([7n]);
});

test('one player alone, however often he asks, makes nothing hot', async () => {
  const workers = await start();
  const { contentId, inOrder } = await replicated('alone', workers);
  await until('two copies', () => holders(workers, contentId) === 2);
  const [master] = inOrder as [TestWorker];
  playersAt(master, contentId, 200, true);
  await master.context.hot.look();
  expect(workers.map(({ context }) => context.hot.count)).toEqual([0, 0, 0, 0]);
});

test('responses that were moved here are one player, whosever they are', async () => {
  const [worker] = await start();
  const contentId = await cluster.describe('moved', 2);
  const { reached, release } = worker.generator.hold(1, 1);
  const begun = cluster.get(worker.url, contentId, 'video.mp4', { [clientHeader]: 'a'.repeat(32) });
  await reached;
  const { artifactId } = worker.context.store.get(contentId) as StoredArtifact;
  const goOn = {
    'if-match': etagOf(artifactId),
    [continueHeader]: formatContinuation({ next: 300, last: undefined }),
  };
  const moved = Array.from({ length: 5 }, () => cluster.get(worker.url, contentId, 'video.mp4', goOn));
  await until('all are open', () => worker.context.streams.count === 6);
  expect(worker.context.demand.of(contentId).players).toBe(2);
  release();
  for (const { status, whole } of await Promise.all(moved)) expect([status, whole]).toEqual([206, true]);
  expect(await begun).toMatchObject({ status: 200, whole: true });
});

test('where the policy is never no copy is made, however many ask', async () => {
  const workers = await start();
  const { contentId, inOrder } = await replicated('never', workers, { replication: 'never' });
  const [master] = inOrder as [TestWorker];
  playersAt(master, contentId, 200);
  await master.context.hot.look();
  expect(holders(workers, contentId)).toBe(1);
  expect(workers.map(({ context }) => context.hot.count)).toEqual([0, 0, 0, 0]);
});

test('a worker without room is passed over for the next of the list', async () => {
  const workers = await start(
    { UNDERSTUDY_REPLICATION: 'hot' },
    { UNDERSTUDY_DISK_RESERVE_BYTES: '999999999999999' },
  );
  const full = workers[3];
  let tried = 0;
  for (;;) {
    tried += 1;
    const { contentId, inOrder } = await replicated(`full ${tried}`, workers.slice(0, 3).concat(full));
    if (inOrder[1] !== full) continue;
    const [master, , third] = inOrder as [TestWorker, TestWorker, TestWorker];
    playersAt(master, contentId, 3);
    await master.context.hot.look();
    await until('a copy at the third', () => hasAll(third, contentId));
    expect(hasAll(full, contentId)).toBe(false);
    return;
  }
});

test('who is about to go takes none', async () => {
  const [, b] = await start();
  await cluster.setState(b, 'draining');
  await until('b drains', () => b.context.view().member('b')?.state === 'draining');
  expect(b.context.hot.take(offer(1n))).toEqual({ accepted: false });
});

test('who has enough to copy takes no more, and who had to evict it takes it not yet', async () => {
  let arrive = () => {};
  const coming = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const hot = alone({
    copy: () => coming,
    declinedMs: (contentId) => (contentId === 9n ? 500 : undefined),
  });
  expect(hot.take(offer(9n))).toEqual({ accepted: false, pauseMs: 500 });
  const takes = [1n, 2n, 3n, 4n, 5n].map((contentId) => hot.take(offer(contentId)).accepted);
  expect(takes).toEqual([true, true, true, true, false]);
  // It is on its way.
  expect(hot.take(offer(4n))).toEqual({ accepted: true });
  arrive();
  await expect.poll(() => hot.take(offer(5n)).accepted).toBe(true);
});
