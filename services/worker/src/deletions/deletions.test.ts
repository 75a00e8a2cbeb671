import { cp, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { MetadataStore } from '@understudy/metadata-store';
import { type ArtifactStatus, artifactPath } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const directoriesOf = (id: string) => readdir(join(cluster.dataDirOf(id), 'artifacts'));
const noneOn = (...ids: string[]) =>
  vi.waitFor(async () => {
    for (const id of ids) expect(await directoriesOf(id)).toEqual([]);
  }, 5_000);
const statusOf = (worker: TestWorker, contentId: bigint) =>
  cluster.client.json<ArtifactStatus>({
    method: 'GET',
    url: worker.url,
    path: artifactPath(contentId, 'status'),
    headTimeoutMs: 1_000,
  });
const completeOn = (worker: TestWorker, contentId: bigint) =>
  vi.waitFor(async () => expect(await statusOf(worker, contentId)).toMatchObject({ complete: true }), 5_000);

test('while it is made: players are cut, making stops, both copies go, no lease or record is left', async () => {
  const a = await cluster.start('a');
  const b = await cluster.start('b');
  await cluster.joined(a, b);
  const contentId = await cluster.describe('growing', 4);
  const hold = a.generator.hold(1, 2);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await hold.reached;
  const waiting = cluster.get(a.url, contentId, '3.m4s');
  await vi.waitFor(async () => expect(await statusOf(b, contentId)).toMatchObject({ bytes: 6_300 }), 5_000);
  const { artifactId } = await statusOf(a, contentId);

  await cluster.delete(contentId);
  const cut = await playing;
  expect(cut).toMatchObject({ status: 200, whole: false, end: undefined });
  expect(cut.body.length).toBeLessThan(scriptedVideo(4).length);
  expect(await waiting).toMatchObject({ status: 410 });
  await noneOn('a', 'b');
  for (const worker of [a, b]) {
    for (const part of ['video.mp4', 'index.m3u8', '0.m4s', 'poster.jpg']) {
      const answer = await cluster.get(worker.url, contentId, part);
      expect(answer.status).toBe(410);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ code: 'gone' });
    }
    expect(worker.generator.running).toBe(0);
  }
  // Free at once, not when it runs out.
  const lease = await cluster.store.acquireLease(`generate:${artifactId}`, 'test', 1_000);
  expect(lease).toMatchObject({ acquired: true });
  expect(await cluster.store.readManifest(artifactId)).toEqual([]);
  expect(await cluster.store.readHolders(artifactId)).toEqual([]);
});

test('when it is complete: a player that takes nothing is cut too', async () => {
  const a = await cluster.start('a');
  // More than the sockets between them hold.
  a.generator.chunkBytes = 4_000_000;
  const contentId = await cluster.describe('complete', 3);
  expect((await cluster.get(a.url, contentId, 'video.mp4')).body.length).toBeGreaterThan(40_000_000);
  const answer = await cluster.client.send({
    method: 'GET',
    url: a.url,
    path: artifactPath(contentId, 'video.mp4'),
    headTimeoutMs: 1_000,
  });
  answer.pause();
  const closed = new Promise<boolean>((resolve) => answer.once('close', () => resolve(answer.complete)));
  answer.on('error', () => {});
  let read = -1;
  await vi.waitFor(
    () => {
      const before = read;
      read = answer.socket.bytesRead;
      expect(read).toBe(before);
    },
    { timeout: 5_000, interval: 100 },
  );
  expect(a.context.streams.count).toBe(1);
  await cluster.delete(contentId);
  await vi.waitFor(() => expect(a.context.streams.count).toBe(0), 5_000);
  answer.resume();
  expect(await closed).toBe(false);
  await noneOn('a');
});

test('a worker that was down removes it before it is a member again, with what other generators made of it', async () => {
  const a = await cluster.start('a');
  const b = await cluster.start('b');
  await cluster.joined(a, b);
  const contentId = await cluster.describe('away', 2);
  const kept = await cluster.describe('kept', 2);
  for (const id of [contentId, kept]) {
    await cluster.get(a.url, id, 'video.mp4');
    await completeOn(b, id);
  }
  await b.crash();
  const others = join(cluster.dataDirOf('b'), 'artifacts');
  const [made] = (await readdir(others)).filter((name) => name.startsWith(`${contentId}-`));
  await cp(join(others, made as string), join(others, `${contentId}-${'0'.repeat(32)}`), { recursive: true });
  await cp(join(others, made as string), join(others, `${contentId}1-${'0'.repeat(32)}`), {
    recursive: true,
  });
  await cluster.delete(contentId);
  await vi.waitFor(async () => expect(await directoriesOf('a')).toHaveLength(1), 5_000);

  let leftWhenAnnounced: string[] | undefined;
  const original = cluster.store.announce.bind(cluster.store);
  vi.spyOn(cluster.store, 'announce').mockImplementation(async (member, leaseMs) => {
    if (member.id === 'b') leftWhenAnnounced ??= await directoriesOf('b');
    return original(member, leaseMs);
  });
  const back = await cluster.start('b');
  await cluster.joined(a, back);
  vi.restoreAllMocks();
  expect(leftWhenAnnounced?.toSorted()).toEqual(
    [`${contentId}1-${'0'.repeat(32)}`, expect.stringMatching(`^${kept}-`)].toSorted(),
  );
  expect(await cluster.get(back.url, contentId, 'video.mp4')).toMatchObject({ status: 410 });
  expect(await statusOf(back, kept)).toMatchObject({ complete: true });
});

/** Who is dead is no member any more soon. */
const brief = { UNDERSTUDY_MEMBER_LEASE_MS: '600' };

/** What a worker finds that knows of no deletion any more: it was longer ago than it remembers. */
const withoutLog = (store: MetadataStore): MetadataStore =>
  new Proxy(store, {
    get: (target, name) =>
      name === 'readDeletions' ? async () => ({ deletions: [], last: 0 }) : Reflect.get(target, name, target),
  });

test('a worker that missed it cannot bring it back to one that knows, nor to one that has forgotten', async () => {
  const a = await cluster.start('a', brief);
  const b = await cluster.start('b', brief);
  await cluster.joined(a, b);
  const contentId = await cluster.describe('stale', 2);
  await cluster.get(a.url, contentId, 'video.mp4');
  await completeOn(b, contentId);
  await b.crash();
  // A copy of which no log tells any more, as of a worker that cannot reach the store.
  const stale = join(cluster.dataDirOf('b'), 'stale');
  await rename(join(cluster.dataDirOf('b'), 'artifacts'), stale);
  await cluster.delete(contentId);
  await noneOn('a');
  await rename(stale, join(cluster.dataDirOf('b'), 'artifacts'));
  const back = await cluster.start('b', brief, undefined, withoutLog);
  await cluster.joined(a, back);
  expect(await statusOf(back, contentId)).toMatchObject({ complete: true });

  const followB = (worker: TestWorker) =>
    cluster.client.send({
      method: 'POST',
      url: worker.url,
      path: artifactPath(contentId, 'follow'),
      json: { url: back.url, description: back.context.store.get(contentId)?.canonical },
      headTimeoutMs: 1_000,
    });
  const refused = await followB(a);
  refused.resume();
  expect(refused.statusCode).toBe(410);
  expect(await directoriesOf('a')).toEqual([]);

  const c = await cluster.start('c', brief, undefined, withoutLog);
  await cluster.joined(a, back, c);
  const taken = await followB(c);
  expect(taken.statusCode).toBe(202);
  taken.resume();
  await vi.waitFor(async () => {
    expect(c.context.knownProduction(contentId)).toBeUndefined();
    expect(await cluster.get(c.url, contentId, 'video.mp4')).toMatchObject({ status: 410 });
  }, 5_000);
  await noneOn('c');

  // The same when its copy is offered because it belongs there, also after a restart.
  const offered = {
    contentId,
    url: back.url,
    description: back.context.store.get(contentId)?.canonical as string,
    reason: 'restore',
  } as const;
  expect(a.context.moves.offer(offered)).toEqual({ accepted: false });
  await a.crash();
  const again = await cluster.start('a', brief);
  await cluster.joined(again, back, c);
  expect(again.context.moves.offer(offered)).toEqual({ accepted: false });
  await again.crash();
  await c.crash();
  await vi.waitFor(() => expect(back.context.view().members).toHaveLength(1), 5_000);
  const forgotten = await cluster.start('c', brief, undefined, withoutLog);
  await cluster.joined(back, forgotten);
  expect(forgotten.context.moves.offer(offered)).toEqual({ accepted: true });
  await vi.waitFor(async () => {
    expect(forgotten.context.moves.offer(offered)).toEqual({ accepted: false });
    expect(forgotten.context.knownProduction(contentId)).toBeUndefined();
  }, 5_000);
  await noneOn('a', 'c');
});

test('with the store away what a worker has plays on, until it reads that it was deleted', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('away', 2);
  await cluster.get(a.url, contentId, 'video.mp4');
  const read = vi
    .spyOn(cluster.store, 'readDeletions')
    .mockRejectedValue(Object.assign(new Error('away'), { code: 'metadata_unavailable' }));
  await cluster.delete(contentId);
  const playing = await cluster.get(a.url, contentId, 'video.mp4');
  expect(playing).toMatchObject({ status: 200, whole: true });
  read.mockRestore();
  await noneOn('a');
  expect(await cluster.get(a.url, contentId, 'video.mp4')).toMatchObject({ status: 410 });
});

test('the same description again is made again, under the ETag of the same bytes', async () => {
  const a = await cluster.start('a');
  const first = await cluster.describe('again', 2);
  const before = await cluster.get(a.url, first, 'video.mp4');
  await cluster.delete(first);
  await noneOn('a');
  const second = await cluster.describe('again', 2);
  expect(second).not.toBe(first);
  const after = await cluster.get(a.url, second, 'video.mp4');
  expect(after.body.equals(before.body)).toBe(true);
  expect(after.headers.etag).toBe(before.headers.etag);
  expect(a.generator.runs).toEqual([0, 1, 0, 1]);
  expect(await cluster.get(a.url, first, 'video.mp4')).toMatchObject({ status: 410 });
});
