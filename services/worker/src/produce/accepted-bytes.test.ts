import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ScriptedGenerator, scriptedSegment, scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';

/** They announce themselves, and write what is pending, several times a second. */
const quick = { UNDERSTUDY_MEMBER_LEASE_MS: '500' };
/** Other tests keep the machine busy. */
const soon = { timeout: 10_000 };
const otherBytes = () => new ScriptedGenerator({ media: 'other ' });

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const artifactOf = (worker: TestWorker, contentId: bigint) => {
  const artifact = worker.context.store.get(contentId);
  if (artifact === undefined) throw new Error('it has nothing of it');
  return artifact;
};

const video = (worker: TestWorker, contentId: bigint) => cluster.get(worker.url, contentId, 'video.mp4');

/** What the store has accepted, as `piece: digest`. */
async function acceptedOf(worker: TestWorker, contentId: bigint): Promise<Record<string, string>> {
  const entries = await cluster.store.readManifest(artifactOf(worker, contentId).artifactId);
  return Object.fromEntries(entries.map(({ piece, sha256 }) => [piece, sha256]));
}

const sealedBy = (worker: TestWorker, contentId: bigint): Record<string, string> =>
  Object.fromEntries(
    artifactOf(worker, contentId)
      .sealedPieces()
      .map(({ piece, sha256 }) => [piece, sha256]),
  );

/** Two workers that do not know of each other, with a video known to both and the store away. */
async function twoApart(title: string, generator: ScriptedGenerator, env: Record<string, string> = quick) {
  const contentId = await cluster.describe(title, 3);
  const canonical = (await cluster.store.readDescription(contentId)) as string;
  cluster.store.away = true;
  const a = await cluster.start('a', env);
  const b = await cluster.start('b', env, generator);
  for (const { context } of [a, b]) context.productionOf(contentId, canonical);
  return { a, b, contentId };
}

test('two that made the same without the store agree when it is back, and generate nothing again', async () => {
  const { a, b, contentId } = await twoApart('agree', new ScriptedGenerator());
  for (const worker of [a, b])
    expect((await video(worker, contentId)).body.equals(scriptedVideo(3))).toBe(true);
  cluster.store.away = false;
  const expected = sealedBy(a, contentId);
  await expect.poll(() => acceptedOf(a, contentId), soon).toEqual(expected);
  const { artifactId } = artifactOf(a, contentId);
  await expect.poll(async () => (await cluster.store.readHolders(artifactId)).length, soon).toBe(2);
  expect(sealedBy(b, contentId)).toEqual(expected);
  expect([a.generator.runs, b.generator.runs]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

test('of two that made different bytes one wins, and the other drops its copy and takes the accepted one', async () => {
  const { a, b, contentId } = await twoApart('differ', otherBytes());
  expect((await video(a, contentId)).body.equals(scriptedVideo(3))).toBe(true);
  expect((await video(b, contentId)).body.equals(scriptedVideo(3))).toBe(false);
  cluster.store.away = false;

  // Which one is first with a piece is open; in the end there is one sequence of bytes, and both have it.
  const accepted = await acceptedOfAll(a, contentId, 4);
  for (const worker of [a, b]) await expect.poll(() => sealedBy(worker, contentId), soon).toEqual(accepted);
  const [fromA, fromB] = [await video(a, contentId), await video(b, contentId)];
  expect(fromA.body.equals(fromB.body)).toBe(true);
  expect(fromA.headers.etag).toBe(fromB.headers.etag);
});

/** The accepted entries, once there are `count`. */
async function acceptedOfAll(worker: TestWorker, contentId: bigint, count: number) {
  await expect.poll(async () => Object.keys(await acceptedOf(worker, contentId)).length, soon).toBe(count);
  return acceptedOf(worker, contentId);
}

test('who reads bytes that lose is cut, and not gone on with', async () => {
  const { a, b, contentId } = await twoApart('cut', otherBytes());
  await video(a, contentId);
  const hold = b.generator.hold(2, 2);
  const playing = video(b, contentId);
  await hold.reached;
  for (const [piece, sha256] of Object.entries(sealedBy(a, contentId))) {
    const { length } = artifactOf(a, contentId).manifestEntry(piece === 'init' ? piece : Number(piece)) ?? {};
    cluster.store.away = false;
    const entry = { piece, length: length as number, sha256 };
    await cluster.store.recordSegment(artifactOf(a, contentId).artifactId, entry, undefined);
    cluster.store.away = true;
  }
  cluster.store.away = false;
  expect(await playing).toMatchObject({ status: 200, whole: false });
  hold.release();
  const again = () => video(b, contentId).catch(() => undefined);
  await expect.poll(async () => (await again())?.body.equals(scriptedVideo(3)), soon).toBe(true);
});

test('what was accepted is learned before anything is made, and other bytes are never sealed', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('learned', 2);
  await video(a, contentId);
  const accepted = await acceptedOfAll(a, contentId, 3);
  await a.crash();

  const b = await cluster.start('b', {}, otherBytes());
  const played = await video(b, contentId);
  expect(played.whole).toBe(false);
  expect(Object.values(sealedBy(b, contentId))).toEqual([accepted['init']]);
  // And of the right bytes nothing is in the way.
  await b.crash();
  const c = await cluster.start('c');
  const made = await video(c, contentId);
  expect(made.body.equals(scriptedVideo(2))).toBe(true);
  // Its length is known from the manifest, but the router must keep a digest: what it relays is not sealed yet.
  expect(made.headers).toMatchObject({
    'content-length': String(made.body.length),
    'understudy-growing': '1',
  });
  expect((await video(c, contentId)).headers['understudy-growing']).toBeUndefined();
});

test('what a worker brings from before a restart is compared with what was accepted meanwhile', async () => {
  const alone = { ...quick, UNDERSTUDY_REPLICATION: 'never' };
  const { a, b, contentId } = await twoApart('restart', otherBytes(), alone);
  await video(b, contentId);
  await b.crash();
  cluster.store.away = false;
  expect((await video(a, contentId)).body.equals(scriptedVideo(3))).toBe(true);
  await acceptedOfAll(a, contentId, 4);
  const again = await cluster.start('b', alone);
  await cluster.joined(a, again);
  // The first player may be cut: he began to read what gives way.
  await video(again, contentId).catch(() => undefined);
  await expect.poll(() => sealedBy(again, contentId), soon).toEqual(await acceptedOf(a, contentId));
  expect((await cluster.get(again.url, contentId, '1.m4s')).body.equals(scriptedSegment(1))).toBe(true);
  expect(again.generator.runs).toEqual([]);
});

test('a replica that has other bytes from before looks up whose count, and takes them', async () => {
  const { a, b, contentId } = await twoApart('replica', otherBytes());
  await video(b, contentId);
  await b.crash();
  cluster.store.away = false;
  const hold = a.generator.hold(2, 0);
  const playing = video(a, contentId);
  await hold.reached;
  // Nobody plays it there; it is asked to follow.
  const again = await cluster.start('b', quick);
  await cluster.joined(a, again);
  await expect.poll(() => sealedBy(again, contentId)['1'], soon).toBe(sealedBy(a, contentId)['1']);
  hold.release();
  expect((await playing).body.equals(scriptedVideo(3))).toBe(true);
  const accepted = await acceptedOfAll(a, contentId, 4);
  await expect.poll(() => sealedBy(again, contentId), soon).toEqual(accepted);
});

test('a worker whose lease was taken while it stood still seals nothing under its old token', async () => {
  const a = await cluster.start('a', { UNDERSTUDY_LEASE_MS: '500' });
  const sealed = vi.spyOn(a.context.events, 'pieceSealed');
  const contentId = await cluster.describe('stale', 3);
  const hold = a.generator.hold(1, 3);
  const playing = video(a, contentId);
  await hold.reached;
  const { artifactId } = artifactOf(a, contentId);
  const taken = await cluster.store.takeOverLease(`generate:${artifactId}`, 'other', 1, 60_000);
  expect(taken).toEqual({ acquired: true, token: 2 });
  // Nothing of this process turns for longer than the lease lasts; then the generator is the first to go on.
  hold.release();
  const standsUntilMs = performance.now() + 600;
  while (performance.now() < standsUntilMs);
  // The other one is no member: its lease is taken over in turn, and the player gets the video.
  expect((await playing).body.equals(scriptedVideo(3))).toBe(true);
  expect(sealed.mock.calls.map(([, piece, , token]) => [piece, token])).toEqual([
    [0, 1],
    [1, 3],
    [2, 3],
  ]);
});

test('bytes that differ each time and were sealed under a lease just lost are dropped and made again', async () => {
  const a = await cluster.start('a', {}, new ScriptedGenerator({ resumable: 'segment' }));
  const sealed = vi.spyOn(a.context.events, 'pieceSealed');
  const conflict = vi.spyOn(a.context.events, 'conflict');
  const contentId = await cluster.describe('disowned', 2);
  const hold = a.generator.hold(1, 0);
  const playing = video(a, contentId).catch(() => undefined);
  await hold.reached;
  await acceptedOfAll(a, contentId, 2);
  // Its renewal is not due for long, so it believes that it has it.
  const { artifactId } = artifactOf(a, contentId);
  await cluster.store.takeOverLease(`generate:${artifactId}`, 'other', 1, 60_000);
  hold.release();
  await playing;
  await acceptedOfAll(a, contentId, 3);
  expect(conflict.mock.calls.map(([, piece]) => piece)).toEqual([1]);
  expect(sealed.mock.calls.map(([, piece, , token]) => [piece, token])).toEqual([
    [0, 1],
    [1, 1],
    [1, 3],
  ]);
});
