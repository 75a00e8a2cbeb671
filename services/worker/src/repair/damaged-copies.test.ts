import { readdir, rename, rm, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { artifactPath } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followFeed } from '../replicate/follow.js';
import { counted, fileOf, flipBit, scrub } from '../testing/damage.js';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

/** Only when a test asks for it. */
const still = { UNDERSTUDY_SCRUB_PERIOD_S: '0', UNDERSTUDY_SCRUB_BYTES_PER_S: '1000000000' };
const alone = { ...still, UNDERSTUDY_REPLICATION: 'never' };
const video = scriptedVideo(3);

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const get = (worker: TestWorker, contentId: bigint) => cluster.get(worker.url, contentId, 'video.mp4');

const never = (): never => {
  throw new Error('not to be called');
};

const isComplete = (worker: TestWorker, contentId: bigint) =>
  worker.context.store.get(contentId)?.isComplete() === true;

/** Two workers with a copy each of the same video. */
async function twoCopies(): Promise<{ a: TestWorker; b: TestWorker; contentId: bigint }> {
  const a = await cluster.start('a', still);
  const b = await cluster.start('b', still);
  await cluster.joined(a, b);
  const contentId = await cluster.describe('copies', 3);
  await get(a, contentId);
  await until('both are complete', () => isComplete(a, contentId) && isComplete(b, contentId));
  return { a, b, contentId };
}

test('bytes that changed on a disk before the start are fed to nobody, and the piece is made once', async () => {
  const first = await cluster.start('a', alone);
  const contentId = await cluster.describe('holder', 3);
  await get(first, contentId);
  const path = fileOf(first, contentId, 1);
  await first.crash();
  await flipBit(path, 1_234);

  const a = await cluster.start('a', alone);
  const b = await cluster.start('b', alone);
  await cluster.joined(a, b);
  const answer = await get(b, contentId);
  expect(answer).toMatchObject({ status: 200, whole: true });
  expect(answer.body.equals(video)).toBe(true);
  await until('a has it again', () => isComplete(a, contentId));
  expect([...a.generator.runs, ...b.generator.runs]).toEqual([1]);
  expect((await get(a, contentId)).body.equals(video)).toBe(true);
});

test('a worker whose bytes contradict the manifest is not followed for them again', async () => {
  const first = await cluster.start('a', alone);
  const contentId = await cluster.describe('liar', 3);
  await get(first, contentId);
  const path = fileOf(first, contentId, 1);
  await first.crash();
  await flipBit(path, 1_234);
  const a = await cluster.start('a', alone);
  // As one would that does not compare.
  Object.assign(a.context.store.get(contentId)?.state(1) ?? {}, { verified: true });
  const b = await cluster.start('b', { ...alone, UNDERSTUDY_PLAYER_LINGER_MS: '0' });
  await cluster.joined(a, b);
  // Somebody who does not go away as a response does that is cut.
  const interest = (await b.context.openProduction(contentId)).want({ from: 0 });
  await until('b has what it was to be', () => isComplete(b, contentId));
  interest.release();
  expect(b.generator.runs).toContain(1);
  // Twice: what was known here may have been wrong at first.
  expect(await counted(b, 'understudy_follows_total')).toBeLessThanOrEqual(2);
  expect((await get(b, contentId)).body.equals(video)).toBe(true);
});

test('bytes that change under a running worker are given to nobody', async () => {
  const a = await cluster.start('a', alone);
  const contentId = await cluster.describe('running', 3);
  await get(a, contentId);
  await flipBit(fileOf(a, contentId, 1), 3_000);
  const answer = await get(a, contentId);
  // The damage was found before any of the piece had left: it was waited for.
  expect(answer).toMatchObject({ status: 200, whole: true });
  expect(answer.body.equals(video)).toBe(true);
  expect(a.generator.runs).toEqual([0, 1, 2, 1]);
});

test('a scrub finds what differs, is short or gone, and gets only what differs from the other copy', async () => {
  const { a, b, contentId } = await twoCopies();
  const runs = [...a.generator.runs];
  await flipBit(fileOf(b, contentId, 'init'), 10);
  await flipBit(fileOf(b, contentId, 0), 3_999);
  await truncate(fileOf(b, contentId, 1), 3_500);
  const before = fileOf(b, contentId, 2);
  await rm(before);

  expect(await scrub(cluster, b)).toMatchObject({ pieces: 4, findings: 4, failed: 0 });
  expect(a.generator.runs).toEqual(runs);
  expect(b.generator.runs).toEqual([]);
  expect(await counted(b, 'understudy_repairs_total')).toBe(3);
  // Blocks are of 700 bytes: 300 + 2 × 700 and a last one, and the signatures of two files.
  expect(await counted(b, 'understudy_repair_bytes_total')).toBeLessThan(2_600);
  expect(await scrub(cluster, b)).toMatchObject({ pieces: 4, findings: 0 });
  expect((await get(b, contentId)).body.equals(video)).toBe(true);
  expect((await readdir(dirname(before))).filter((name) => /damaged|repair|part/.test(name))).toEqual([]);
});

test('what no copy has any more is made again, once', async () => {
  const { a, b, contentId } = await twoCopies();
  const runs = a.generator.runs.length;
  await flipBit(fileOf(a, contentId, 1), 7);
  await flipBit(fileOf(b, contentId, 1), 8);
  const passes = await Promise.all([scrub(cluster, a), scrub(cluster, b)]);
  for (const pass of passes) expect(pass).toMatchObject({ findings: 1, failed: 0 });
  expect([...a.generator.runs.slice(runs), ...b.generator.runs]).toEqual([1]);
  for (const worker of [a, b]) expect((await get(worker, contentId)).body.equals(video)).toBe(true);
});

test('what was sealed once and is nowhere to be seen is asked for under the lease, before it is made again', async () => {
  const { a, b, contentId } = await twoCopies();
  const runs = [...a.generator.runs];
  // As if it had only just come there.
  Object.assign(a.context, { knownProduction: () => undefined });
  await rm(fileOf(b, contentId, 1));
  expect((await get(b, contentId)).body.equals(video)).toBe(true);
  expect([...a.generator.runs, ...b.generator.runs]).toEqual(runs);
});

test('a feed does not bring whole what is to be repaired, unless nobody could help', async () => {
  const { a, contentId } = await twoCopies();
  const local = a.context.store.get(contentId);
  const asked: unknown[] = [];
  const ask = () =>
    followFeed(
      {
        client: {
          ...cluster.client,
          async send({ json }) {
            asked.push(json);
            throw new UnderstudyError('peer_unreachable');
          },
        },
        selfId: 'a',
        headTimeoutMs: 1,
        silenceMs: 1,
        isAlive: async () => false,
        acknowledges: undefined,
        heard: () => {},
      },
      {
        url: '',
        contentId,
        wants: [],
        storedOnly: false,
        artifactOf: () => never(),
        local,
        onBytes: () => {},
        onReaders: never,
      },
      new AbortController().signal,
    ).catch(() => undefined);
  if (local !== undefined) local.onDamaged = undefined;
  const state = local?.state(1);
  if (state !== undefined) await local?.setAside(state, 'digest', 'scrub');
  await ask();
  local?.leftovers.noteHelpless(1);
  await ask();
  expect(asked).toMatchObject([{ sealed: ['init', 0, 2, 1] }, { sealed: ['init', 0, 2] }]);
});

test('what could not be replaced is a finding that failed, and is tried again when somebody wants it', async () => {
  const a = await cluster.start('a', { ...alone, UNDERSTUDY_FAILURE_MEMORY_MS: '0' });
  const contentId = await cluster.describe('lost', 3);
  await get(a, contentId);
  await flipBit(fileOf(a, contentId, 2), 0);
  a.generator.failWith = new UnderstudyError('generator_failed', 'exit 1');
  expect(await scrub(cluster, a)).toMatchObject({ findings: 1, failed: 1 });
  a.generator.failWith = undefined;
  expect((await get(a, contentId)).body.equals(video)).toBe(true);
});

test('a damaged file outlives a restart, and is what the repair begins with', async () => {
  const { a, b, contentId } = await twoCopies();
  const path = fileOf(b, contentId, 1);
  await b.crash();
  await truncate(path, 3_000);
  const again = await cluster.start('b', still);
  await cluster.joined(a, again);
  await until('it is complete', () => isComplete(again, contentId));
  expect(again.generator.runs).toEqual([]);
  expect(await counted(again, 'understudy_repair_bytes_total')).toBeLessThan(2_000);
});

test('a half-written piece is made whole with what lies behind it', async () => {
  const { a, b, contentId } = await twoCopies();
  const path = fileOf(b, contentId, 1);
  await b.crash();
  await truncate(path, 3_500);
  await rename(path, path.replace(/\.4000\..*/, '.part'));
  const again = await cluster.start('b', still);
  await cluster.joined(a, again);
  expect((await get(again, contentId)).body.equals(video)).toBe(true);
  expect(again.generator.runs).toEqual([]);
  expect(await counted(again, 'understudy_repairs_total')).toBe(1);
  expect(await counted(again, 'understudy_repair_bytes_total')).toBeLessThan(1_000);
});

test('everything removed under a running worker is obtained again', async () => {
  const a = await cluster.start('a', alone);
  const contentId = await cluster.describe('removed', 3);
  await get(a, contentId);
  await rm(dirname(fileOf(a, contentId, 0)), { recursive: true });
  const answer = await get(a, contentId);
  expect(answer).toMatchObject({ status: 200, whole: true });
  expect(answer.body.equals(video)).toBe(true);
});

test('a directory removed while a piece is being written is made again', async () => {
  const a = await cluster.start('a', alone);
  const contentId = await cluster.describe('writing', 3);
  const hold = a.generator.hold(1, 2);
  const playing = get(a, contentId);
  await hold.reached;
  await rm(dirname(fileOf(a, contentId, 0)), { recursive: true });
  hold.release();
  const { body } = await playing;
  expect(body.equals(video.subarray(0, body.length))).toBe(true);
  const answer = await get(a, contentId);
  expect(answer).toMatchObject({ status: 200, whole: true });
  expect(answer.body.equals(video)).toBe(true);
});

test('a worker that refuses a feed is not asked again while it remembers its failure', async () => {
  const slow = { ...alone, UNDERSTUDY_FAILURE_MEMORY_MS: '60000' };
  const a = await cluster.start('a', slow);
  const contentId = await cluster.describe('refused', 3);
  const hold = a.generator.hold(1, 2);
  const playing = get(a, contentId);
  await hold.reached;
  a.generator.failWith = new UnderstudyError('generator_failed', 'exit 1');
  hold.release();
  await playing;
  const b = await cluster.start('b', slow);
  await cluster.joined(a, b);
  const answer = await get(b, contentId);
  expect(answer.body.equals(video)).toBe(true);
  expect(await counted(b, 'understudy_follows_total')).toBe(1);
});

test('what was evicted everywhere is made again without a failed repair: there was nothing to repair it from', async () => {
  const { a, b, contentId } = await twoCopies();
  for (const { url } of [a, b])
    await cluster.client.json({
      ...{ method: 'POST', url, path: artifactPath(contentId, 'evict') },
      ...{ json: {}, headTimeoutMs: 5_000 },
    });
  expect([a, b].some((worker) => isComplete(worker, contentId))).toBe(false);
  const failed = [a, b].map(({ context }) => vi.spyOn(context.events, 'repairFailed'));
  expect((await get(a, contentId)).body.equals(video)).toBe(true);
  expect(failed.flatMap(({ mock }) => mock.calls)).toEqual([]);
});
