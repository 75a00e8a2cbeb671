import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';
import { belongsTo } from './decide-copy.js';

/** Moves begin at once, and a dead worker is gone soon. */
const quick = { UNDERSTUDY_REBALANCE_SETTLE_MS: '50', UNDERSTUDY_MEMBER_LEASE_MS: '600' };
const video = scriptedVideo(2);

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

/** Makes so many videos, through any of the workers in turn. */
async function makeVideos(workers: readonly TestWorker[], count: number): Promise<bigint[]> {
  const ids: bigint[] = [];
  for (let index = 0; index < count; index += 1) {
    const contentId = await cluster.describe(`video ${index}`, 2);
    ids.push(contentId);
    await cluster.get(workers[index % workers.length]?.url as string, contentId, 'video.mp4');
  }
  return ids;
}

/** Whether exactly the workers that should have each video have all of it. */
function areInPlace(workers: readonly TestWorker[], ids: readonly bigint[], isReplicated: boolean) {
  return ids.every((contentId) =>
    workers.every(({ context }) => {
      const owners = context.view().owners(contentId);
      const belongs = belongsTo(owners, isReplicated).includes(context.id);
      const artifact = context.store.get(contentId);
      return belongs ? artifact?.isComplete() === true : (artifact?.storedBytes() ?? 0) === 0;
    }),
  );
}

const bytesMoved = async ({ context }: TestWorker, reason: string) => {
  const { values } = (await context.registry.getSingleMetric('understudy_copied_bytes_total')?.get()) ?? {
    values: [],
  };
  return values.find(({ labels }) => labels['reason'] === reason)?.value ?? 0;
};
const restoredBytes = async (workers: readonly TestWorker[]) =>
  (await Promise.all(workers.map((worker) => bytesMoved(worker, 'restore')))).reduce(
    (sum, bytes) => sum + bytes,
    0,
  );
const runsOf = (workers: readonly TestWorker[]) => workers.flatMap(({ generator }) => generator.runs).length;

test('after a join and a death every video is where it belongs, and nowhere else; nothing is made again', async () => {
  const a = await cluster.start('a', quick);
  const b = await cluster.start('b', quick);
  const c = await cluster.start('c', quick);
  await cluster.joined(a, b, c);
  const ids = await makeVideos([a, b, c], 24);
  await until('three workers', () => areInPlace([a, b, c], ids, true));
  const made = runsOf([a, b, c]);

  const d = await cluster.start('d', quick);
  await cluster.joined(a, b, c, d);
  await until('a fourth', () => areInPlace([a, b, c, d], ids, true));
  const belongsToD = ids.filter((id) => belongsTo(d.context.view().owners(id), true).includes('d'));
  expect(await bytesMoved(d, 'balance')).toBe(belongsToD.length * video.length);
  expect(await bytesMoved(d, 'restore')).toBe(0);

  const lost = ids.filter((id) => a.context.store.get(id)?.isComplete() === true);
  const restoredBefore = await restoredBytes([b, c, d]);
  await a.crash();
  await until('one is gone', () => b.context.view().member('a') === undefined);
  await until('the three that are left', () => areInPlace([b, c, d], ids, true));
  expect((await restoredBytes([b, c, d])) - restoredBefore).toBe(lost.length * video.length);

  for (const contentId of ids) {
    for (const worker of [b, c, d])
      expect((await cluster.get(worker.url, contentId, 'video.mp4')).body.equals(video)).toBe(true);
  }
  expect(runsOf([a, b, c, d])).toBe(made);
});

test('a draining worker gives what it has to others, and has it still when it comes back', async () => {
  const workers = await Promise.all(['a', 'b', 'c'].map((id) => cluster.start(id, quick)));
  const [a, b, c] = workers as [TestWorker, TestWorker, TestWorker];
  await cluster.joined(...workers);
  const ids = await makeVideos(workers, 12);
  await until('three workers', () => areInPlace(workers, ids, true));
  const hadA = ids.filter((id) => a.context.store.get(id)?.isComplete() === true);

  await cluster.setState(a, 'draining');
  await until('the other two have all', () =>
    [b, c].every(({ context }) => ids.every((id) => context.store.get(id)?.isComplete() === true)),
  );
  expect(hadA.every((id) => a.context.store.get(id)?.isComplete() === true)).toBe(true);

  const copiedBefore = [await bytesMoved(a, 'balance'), await bytesMoved(a, 'restore')];
  await cluster.setState(a, 'active');
  await until('three workers again', () => areInPlace(workers, ids, true));
  expect([await bytesMoved(a, 'balance'), await bytesMoved(a, 'restore')]).toEqual(copiedBefore);
});

test('without replication the one copy moves', async () => {
  const never = { ...quick, UNDERSTUDY_REPLICATION: 'never' };
  const a = await cluster.start('a', never);
  const ids = await makeVideos([a], 12);
  const b = await cluster.start('b', never);
  await cluster.joined(a, b);
  // Its replica's copy stays where it is, so only those that have another master are counted.
  const movedToB = ids.filter((id) => b.context.view().owners(id).master === 'b');
  await until('b has those of which it is master', () =>
    movedToB.every((id) => b.context.store.get(id)?.isComplete() === true),
  );
  await until('nothing is left to do', () => [a, b].every(({ context }) => context.moves.pending === 0));
  for (const id of ids)
    expect(b.context.store.get(id)?.isComplete() === true, String(id)).toBe(movedToB.includes(id));
  expect(b.generator.runs).toEqual([]);
});

test('a copy is not removed for one whose bytes on disk are wrong', async () => {
  const waits = { ...quick, UNDERSTUDY_REBALANCE_SETTLE_MS: '3600000' };
  const a = await cluster.start('a', waits);
  const b = await cluster.start('b', waits);
  await cluster.joined(a, b);
  const ids = await makeVideos([a], 30);
  await until('two copies', () => ids.every((id) => b.context.store.get(id)?.isComplete() === true));

  // A third worker becomes owner of some, and all that the first has loses its bits while it is down.
  const c = await cluster.start('c', waits);
  await cluster.joined(a, b, c);
  for (const id of ids) await cluster.get(c.url, id, 'video.mp4');
  const stray = ids.filter((id) => !belongsTo(c.context.view().owners(id), true).includes('c'));
  await a.crash();
  await spoil(a);
  const again = await cluster.start('a', waits);
  await cluster.joined(again, b, c);
  await c.crash();
  const third = await cluster.start('c', quick);
  await cluster.joined(again, b, third);
  await until('the third has only what belongs there', () =>
    stray.every((id) => third.context.store.get(id) === undefined),
  );
  for (const id of stray) {
    const artifact = again.context.store.get(id);
    expect(artifact?.sealedPieces().every(({ piece }) => artifact.state(piece)?.verified)).toBe(true);
    expect((await cluster.get(again.url, id, 'video.mp4')).body.equals(video)).toBe(true);
  }
  expect(stray.length).toBeGreaterThan(0);
  expect(runsOf([again, b, c, third])).toBe(0);
});

/** Changes the bytes of each stored segment of a worker that is down, and none of their names. */
async function spoil({ dataDir }: TestWorker): Promise<void> {
  for (const directory of await readdir(join(dataDir, 'artifacts'))) {
    for (const name of await readdir(join(dataDir, 'artifacts', directory))) {
      if (/^\d/.test(name))
        await writeFile(join(dataDir, 'artifacts', directory, name), Buffer.alloc(4_000, 'x'));
    }
  }
}

test('a player does not wait for the pace of moves', async () => {
  const slow = { ...quick, UNDERSTUDY_REBALANCE_BYTES_PER_S: '250000' };
  const a = await cluster.start('a', slow);
  const segments = 14;
  const long = scriptedVideo(segments);
  const ids: bigint[] = [];
  for (let index = 0; index < 24; index += 1) {
    ids.push(await cluster.describe(`long ${index}`, segments));
    await cluster.get(a.url, ids[index] as bigint, 'video.mp4');
  }
  const b = await cluster.start('b', slow);
  await cluster.joined(a, b);
  await until('b copies', () => [...b.context.store.all()].some((artifact) => artifact.storedBytes() > 0));
  const startedAtMs = performance.now();
  const answers = await Promise.all(ids.map((id) => cluster.get(b.url, id, 'video.mp4')));
  const tookMs = performance.now() - startedAtMs;
  for (const { body } of answers) expect(body.equals(long)).toBe(true);
  const pacedMs = (ids.length * long.length) / 250;
  expect(tookMs).toBeLessThan(pacedMs * 0.75);
  expect(b.generator.runs).toEqual([]);
});
