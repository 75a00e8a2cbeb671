import { type S3Server, signed, startS3Server } from '@understudy/archive/testing';
import { descriptionDigest } from '@understudy/description';
import { renditionIdOf } from '@understudy/metadata-store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { fileOf, flipBit } from '../testing/damage.js';
import { scriptedSegment, scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let server: S3Server;
let cluster: TestCluster;
let env: Record<string, string>;
beforeAll(async () => {
  server = await startS3Server();
});
afterAll(async () => {
  await server.stop();
});
beforeEach(async () => {
  cluster = await TestCluster.open();
  env = {
    UNDERSTUDY_ARCHIVE_URL: server.archiveUrl,
    UNDERSTUDY_ARCHIVE_SWEEP_MS: '50',
    UNDERSTUDY_ARCHIVE_GRACE_MS: '60000',
    UNDERSTUDY_PLAYER_LINGER_MS: '0',
  };
});
afterEach(async () => {
  await server.setFaults({});
  await cluster.close();
});

const artifactIdOf = (worker: TestWorker, contentId: bigint) =>
  worker.context.knownProduction(contentId)?.artifact.artifactId as string;
const counted = async ({ context }: TestWorker, name: string, result: string) => {
  const metric = await context.registry.getSingleMetric(name)?.get();
  return metric?.values.find(({ labels }) => labels['result'] === result)?.value ?? 0;
};
const uploadsBy = (worker: TestWorker) => counted(worker, 'understudy_archive_uploads_total', 'done');
const downloads = async (artifactId: string) =>
  (await server.requests()).filter((line) => line.startsWith('GET') && line.includes(`videos/${artifactId}`))
    .length;

/** Two workers and a video that both have and the archive has too. */
async function archivedVideo(title: string, segments: number) {
  const a = await cluster.start('a', env);
  const b = await cluster.start('b', env);
  await cluster.joined(a, b);
  const contentId = await cluster.describe(title, segments);
  await cluster.get(a.url, contentId, 'video.mp4');
  const artifactId = artifactIdOf(a, contentId);
  await until('it is archived', () => a.context.archive?.isArchived(artifactId) ?? false);
  for (const worker of [a, b])
    await until('it is complete', () => worker.context.store.get(contentId)?.isComplete() === true);
  return { a, b, contentId, artifactId };
}

/** Both copies are gone, as if the disks were new. */
async function loseCopies(contentId: bigint, ...workers: TestWorker[]): Promise<void> {
  for (const worker of workers) {
    worker.generator.runs.length = 0;
    await until('the copy is removed', () => worker.context.removeCopy(contentId));
  }
}

test('the replica uploads it, once, and the master does not', async () => {
  const { a, b, contentId } = await archivedVideo('who uploads', 3);
  const [master, replica] = a.context.view().owners(contentId).master === 'a' ? [a, b] : [b, a];
  await until('the replica did it', async () => (await uploadsBy(replica)) === 1);
  expect(await uploadsBy(master)).toBe(0);
  expect(await server.pendingUploads()).toEqual([]);
});

test('with both copies gone it is read from the archive: nothing is generated, and both have it again', async () => {
  const { a, b, contentId, artifactId } = await archivedVideo('lost', 3);
  await loseCopies(contentId, a, b);
  const played = await cluster.get(a.url, contentId, 'video.mp4');
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(scriptedVideo(3))).toBe(true);
  expect(played.headers['content-length']).toBe(String(played.body.length));
  await until('the other has a copy', () => b.context.store.get(contentId)?.isComplete() === true);
  expect([...a.generator.runs, ...b.generator.runs]).toEqual([]);
  expect(await downloads(artifactId)).toBe(1);
});

test('a crowd through both workers causes one download, or a second one that is thrown away', async () => {
  const { a, b, contentId, artifactId } = await archivedVideo('crowd', 4);
  await loseCopies(contentId, a, b);
  await server.setFaults({ hangAfterBytes: 5_000 });
  const playing = Array.from({ length: 30 }, (_, index) =>
    cluster.get(index % 2 === 0 ? a.url : b.url, contentId, 'video.mp4'),
  );
  await until('all of them are there', () => a.context.streams.count + b.context.streams.count === 30);
  await server.setFaults({});
  for (const answer of await Promise.all(playing)) expect(answer.body.equals(scriptedVideo(4))).toBe(true);
  expect([...a.generator.runs, ...b.generator.runs]).toEqual([]);
  const reads = await Promise.all(
    [a, b].map((each) => counted(each, 'understudy_archive_reads_total', 'read')),
  );
  expect(reads.sort()).toEqual([0, 1]);
  // The master asks for the bytes before it knows whether it gets the lease; where the other was quicker, that answer is thrown away.
  expect(await downloads(artifactId)).toBeLessThanOrEqual(2);
});

test('a player reads what has come while the rest is still on its way', async () => {
  const { a, b, contentId } = await archivedVideo('on its way', 5);
  await loseCopies(contentId, a, b);
  await server.setFaults({ hangAfterBytes: 5_000 });
  const left = new AbortController();
  const playing = cluster.get(a.url, contentId, 'video.mp4', {}, left.signal);
  const segment = await cluster.get(a.url, contentId, '0.m4s');
  expect(segment.body.equals(scriptedSegment(0))).toBe(true);
  expect(a.context.store.get(contentId)?.isSealed(1)).toBe(false);
  await server.setFaults({});
  expect((await playing).body.equals(scriptedVideo(5))).toBe(true);
  expect([...a.generator.runs, ...b.generator.runs]).toEqual([]);
});

test('a seek is fetched by its range, without what lies before it', async () => {
  const { a, b, contentId, artifactId } = await archivedVideo('seek', 5);
  await loseCopies(contentId, a, b);
  const seek = await cluster.get(a.url, contentId, '3.m4s');
  expect(seek.body.equals(scriptedSegment(3))).toBe(true);
  const sealed = [0, 1, 2].filter((piece) => a.context.store.get(contentId)?.isSealed(piece));
  expect(sealed).toEqual([]);
  expect([...a.generator.runs, ...b.generator.runs]).toEqual([]);
  expect(await downloads(artifactId)).toBe(1);
});

test('a poster that nobody asked for before the video was archived is made, and the archive is not thought to be away', async () => {
  const { a, b, contentId } = await archivedVideo('poster', 3);
  for (const worker of [a, b]) worker.generator.runs.length = 0;
  expect((await cluster.get(a.url, contentId, 'poster.jpg')).status).toBe(200);
  const away = await Promise.all(
    [a, b].map((each) => counted(each, 'understudy_archive_reads_total', 'away')),
  );
  expect(away).toEqual([0, 0]);
  expect([...a.generator.runs, ...b.generator.runs]).toHaveLength(1);
});

test.each(['in the middle', 'first'])(
  'such a poster, asked for %s, changes nothing of where the rest comes from',
  async (when) => {
    const { a, b, contentId } = await archivedVideo(`poster ${when}`, 5);
    await loseCopies(contentId, a, b);
    if (when === 'first') await cluster.get(a.url, contentId, 'poster.jpg');
    else await server.setFaults({ hangAfterBytes: 5_000 });
    const playing = cluster.get(a.url, contentId, 'video.mp4');
    await cluster.get(a.url, contentId, '0.m4s');
    const poster = cluster.get(a.url, contentId, 'poster.jpg');
    await server.setFaults({});
    expect((await playing).body.equals(scriptedVideo(5))).toBe(true);
    expect((await poster).status).toBe(200);
    expect([...a.generator.runs, ...b.generator.runs]).toEqual(['poster']);
  },
);

test('a piece with wrong bytes is never given out: it is generated, and told', async () => {
  const { a, b, contentId, artifactId } = await archivedVideo('wrong bytes', 4);
  await loseCopies(contentId, a, b);
  const wrong = scriptedVideo(4);
  // In segment 2.
  wrong.fill(0, 300 + 2 * 4_000 + 10, 300 + 2 * 4_000 + 20);
  await fetch(server.objectsOf(artifactId).video, { method: 'PUT', headers: signed, body: wrong });
  const played = await cluster.get(a.url, contentId, 'video.mp4');
  expect(played.whole).toBe(true);
  expect(played.body.equals(scriptedVideo(4))).toBe(true);
  expect(a.generator.runs).toEqual([2, 3]);
  expect(await counted(a, 'understudy_archive_reads_total', 'damaged')).toBe(1);
});

test('a manifest that contradicts what the cluster accepted is not believed', async () => {
  const { a, b, contentId, artifactId } = await archivedVideo('wrong manifest', 2);
  await loseCopies(contentId, a, b);
  const url = server.objectsOf(artifactId).manifest;
  const manifest = (await (await fetch(url, { headers: signed })).json()) as { pieces: { sha256: string }[] };
  (manifest.pieces[1] as { sha256: string }).sha256 = '0'.repeat(64);
  await fetch(url, { method: 'PUT', headers: signed, body: JSON.stringify(manifest) });
  // Not from the start: only the manifest tells where it is.
  const played = await cluster.get(a.url, contentId, '1.m4s');
  expect(played.body.equals(scriptedSegment(1))).toBe(true);
  expect(a.generator.runs).toEqual([1]);
  expect(await counted(a, 'understudy_archive_reads_total', 'damaged')).toBe(1);
});

test.each([
  ['is cut', { cutAfterBytes: 6_000 }],
  ['hangs', { hangAfterBytes: 6_000 }],
])('a download that %s in the middle is gone on with by the generator', async (_, faults) => {
  env['UNDERSTUDY_ARCHIVE_STALL_MS'] = '200';
  const { a, b, contentId } = await archivedVideo(`broken ${Object.keys(faults)}`, 4);
  await loseCopies(contentId, a, b);
  await server.setFaults(faults);
  const played = await cluster.get(a.url, contentId, 'video.mp4');
  expect(played.whole).toBe(true);
  expect(played.body.equals(scriptedVideo(4))).toBe(true);
  // Of a connection that breaks, what has come but was not read yet is lost.
  expect([3, 4]).toContain(a.generator.runs.length);
  expect(await counted(a, 'understudy_archive_reads_total', 'away')).toBe(1);
});

test('an archive that hangs costs the first player its deadline, and the next ones nothing', async () => {
  env['UNDERSTUDY_ARCHIVE_TIMEOUT_MS'] = '400';
  const { a, b, contentId } = await archivedVideo('hanging', 3);
  const other = await cluster.describe('hanging too', 3);
  await cluster.get(a.url, other, 'video.mp4');
  await until('it is archived', () => a.context.archive?.isArchived(artifactIdOf(a, other)) ?? false);
  await loseCopies(contentId, a, b);
  await loseCopies(other, a, b);
  server.pause();
  try {
    const startedAtMs = performance.now();
    const played = await cluster.get(a.url, contentId, 'video.mp4');
    const firstMs = performance.now() - startedAtMs;
    expect(played.body.equals(scriptedVideo(3))).toBe(true);
    expect(firstMs).toBeGreaterThan(350);
    expect(firstMs).toBeLessThan(3_000);
    await cluster.get(a.url, other, 'video.mp4');
    // Had it been asked again, it would have failed again.
    expect(await counted(a, 'understudy_archive_reads_total', 'away')).toBe(1);
  } finally {
    server.resume();
  }
});

test('a piece that an upload finds damaged is repaired from the other copy, and archived then', async () => {
  Object.assign(env, { UNDERSTUDY_ARCHIVE_GRACE_MS: '0', UNDERSTUDY_ARCHIVE_RETRY_MS: '100' });
  const away = { ...env, UNDERSTUDY_ARCHIVE_POLICY: 'off' };
  const [a, b] = [await cluster.start('a', env), await cluster.start('b', away)];
  await cluster.joined(a, b);
  await server.setFaults({ status: 503 });
  const contentId = await cluster.describe('found by an upload', 3);
  await cluster.get(a.url, contentId, 'video.mp4');
  for (const worker of [a, b])
    await until('it is complete', () => worker.context.store.get(contentId)?.isComplete() === true);
  await flipBit(fileOf(a, contentId, 1), 100);
  await server.setFaults({});
  const artifactId = artifactIdOf(a, contentId);
  await until('it is archived', () => a.context.archive?.isArchived(artifactId) ?? false);
  expect(await counted(a, 'understudy_repairs_total', 'repaired')).toBe(1);
  expect(a.generator.runs.concat(b.generator.runs)).toEqual([0, 1, 2]);
});

test('with the policy hot, the worker that counts the plays has the replica upload', async () => {
  Object.assign(env, { UNDERSTUDY_ARCHIVE_POLICY: 'hot', UNDERSTUDY_ARCHIVE_HOT_PLAYS: '3' });
  const a = await cluster.start('a', env);
  const b = await cluster.start('b', env);
  await cluster.joined(a, b);
  const contentId = await cluster.describe('hot', 2);
  const [master, replica] = a.context.view().owners(contentId).master === 'a' ? [a, b] : [b, a];
  await cluster.get(master.url, contentId, 'video.mp4');
  await cluster.get(master.url, contentId, 'video.mp4');
  await until('a copy', () => replica.context.store.get(contentId)?.isComplete() === true);
  const artifactId = artifactIdOf(master, contentId);
  expect(await master.context.archive?.isArchived(artifactId)).toBe(false);
  await cluster.get(master.url, contentId, 'video.mp4');
  await until('it is archived', () => master.context.archive?.isArchived(artifactId) ?? false);
  await until('the replica did it', async () => (await uploadsBy(replica)) === 1);
  expect(await uploadsBy(master)).toBe(0);
});

test('with the policy drain, a worker that leaves uploads what nobody else has, and only that', async () => {
  Object.assign(env, { UNDERSTUDY_ARCHIVE_POLICY: 'drain', UNDERSTUDY_REPLICATION: 'never' });
  const a = await cluster.start('a', env);
  const b = await cluster.start('b', env);
  await cluster.joined(a, b);
  const alone = await cluster.describe('alone', 2);
  const shared = await cluster.describe('shared', 2);
  await cluster.get(a.url, alone, 'video.mp4');
  await cluster.get(a.url, shared, 'video.mp4');
  await cluster.get(b.url, shared, 'video.mp4');
  await until('a copy', () => b.context.store.get(shared)?.isComplete() === true);
  const ids = [alone, shared].map((contentId) => artifactIdOf(a, contentId));
  expect(await a.context.archive?.isArchived(ids[0] as string)).toBe(false);
  await a.context.archive?.leave();
  expect(await b.context.archive?.isArchived(ids[0] as string)).toBe(true);
  expect(await b.context.archive?.isArchived(ids[1] as string)).toBe(false);
});

test('a removed copy is not archived any more, and not read', async () => {
  const { a, b, contentId, artifactId } = await archivedVideo('removed', 2);
  const digest = descriptionDigest(JSON.parse(a.context.store.get(contentId)?.canonical ?? ''));
  await a.context.archive?.remove(artifactId, digest, AbortSignal.timeout(5_000));
  expect(await a.context.archive?.isArchived(artifactId)).toBe(false);
  await loseCopies(contentId, a, b);
  await cluster.get(a.url, contentId, 'video.mp4');
  expect(a.generator.runs).toEqual([0, 1]);
});

test('a rendition is archived like a video, and leaves the archive with it', async () => {
  const a = await cluster.start('a', env);
  await cluster.joined(a, await cluster.start('b', env));
  const videoId = await cluster.describe('rendition', 2, 480);
  const rendition = renditionIdOf(videoId, 4);
  await cluster.get(a.url, rendition, 'video.mp4');
  const artifactId = artifactIdOf(a, rendition);
  const isArchived = () => a.context.archive?.isArchived(artifactId) ?? false;
  await until('it is archived', isArchived);
  await cluster.delete(videoId);
  await until('it is not any more', async () => !(await isArchived()));
});
