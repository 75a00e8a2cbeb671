import { type Archive, openArchive } from '@understudy/archive';
import { type S3Server, signed, startS3Server } from '@understudy/archive/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { ArchivedDescriptions } from './archived-descriptions.js';

const key = new Uint8Array(32).fill(7);
const soon = { timeout: 8_000, interval: 20 };
const { signal } = new AbortController();

let server: S3Server;
let archive: Archive;
let cluster: TestCluster;
beforeAll(async () => {
  server = await startS3Server();
  archive = await openArchive(server.archiveUrl);
});
afterAll(async () => {
  archive.close();
  await server.stop();
});
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(async () => {
  cluster.store.away = false;
  await server.setFaults({});
  await cluster.close();
});

const timesAsked = async () => (await server.requests()).filter((line) => /^GET .*by-id/.test(line)).length;

/** The URL of what was put there last by ID. */
async function lastPut(): Promise<string> {
  const puts = (await server.requests()).filter((line) => /^PUT .*by-id/.test(line));
  const path = decodeURIComponent(puts.at(-1)?.split(/[ ?]/)[1] as string);
  return new URL(path, server.objectsOf('').manifest).href;
}

test('what was kept is read; nothing says which video it is of, and only for that one it is good', async () => {
  const descriptions = new ArchivedDescriptions(archive, key);
  await descriptions.keep(5n, '{"title":"five"}', signal);
  const five = await lastPut();
  expect(await descriptions.read(5n, signal)).toBe('{"title":"five"}');
  expect(await descriptions.read(6n, signal)).toBeUndefined();
  const text = await (await fetch(five, { headers: signed })).text();
  expect(`${five} ${text}`).toMatch(/by-id\/[0-9a-f]{64} [0-9a-f]{64}\n\{"title":"five"\}$/);
  const other = new ArchivedDescriptions(archive, new Uint8Array(32).fill(8));
  expect(await other.read(5n, signal)).toBeUndefined();

  await descriptions.keep(6n, '{"title":"six"}', signal);
  for (const wrong of [await (await fetch(await lastPut(), { headers: signed })).text(), '', `${text} `]) {
    expect((await fetch(five, { method: 'PUT', headers: signed, body: wrong })).status).toBe(200);
    await expect(descriptions.read(5n, signal)).rejects.toMatchObject({ code: 'digest_mismatch' });
  }
  await descriptions.remove(5n, signal);
  expect(await descriptions.read(5n, signal)).toBeUndefined();
});

const env = () => ({
  UNDERSTUDY_ARCHIVE_URL: server.archiveUrl,
  UNDERSTUDY_ARCHIVE_SWEEP_MS: '50',
  UNDERSTUDY_ARCHIVE_GRACE_MS: '0',
  UNDERSTUDY_ARCHIVE_RETRY_MS: '100',
  UNDERSTUDY_PLAYER_LINGER_MS: '0',
});

/** A video that the archive alone has. */
async function archivedAlone(worker: TestWorker, title: string) {
  const contentId = await cluster.describe(title, 2);
  const { body } = await cluster.get(worker.url, contentId, 'video.mp4');
  const artifactId = worker.context.store.get(contentId)?.artifactId as string;
  await expect.poll(() => archive.contains(artifactId, signal), soon).toBe(true);
  await expect.poll(() => worker.context.removeCopy(contentId), soon).toBe(true);
  return { contentId, body, runs: worker.generator.runs.length };
}

test('without the metadata store what only the archive has is played from there, and asked for once', async () => {
  const a = await cluster.start('a', env());
  const { contentId, body, runs } = await archivedAlone(a, 'archived');
  cluster.store.away = true;
  const before = await timesAsked();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => cluster.get(a.url, contentId, 'video.mp4')),
  );
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, whole: true, body });
  expect(a.generator.runs.length).toBe(runs);
  expect(await timesAsked()).toBe(before + 1);
});

test('what was never archived is refused, also while the archive is away, and not asked for again at once', async () => {
  const a = await cluster.start('a', env());
  const never = await cluster.describe('never made', 2);
  cluster.store.away = true;
  const before = await timesAsked();
  for (let time = 0; time < 3; time += 1)
    expect((await cluster.get(a.url, never, 'video.mp4')).status).toBe(503);
  expect(await timesAsked()).toBe(before + 1);
  await server.setFaults({ status: 503 });
  expect((await cluster.get(a.url, never + 1n, 'video.mp4')).status).toBe(503);
});

test('a deleted video has no description in the archive', async () => {
  const a = await cluster.start('a', env());
  const { contentId } = await archivedAlone(a, 'deleted');
  const kept = await lastPut();
  expect((await fetch(kept, { method: 'HEAD', headers: signed })).status).toBe(200);
  await cluster.delete(contentId);
  await expect
    .poll(async () => (await fetch(kept, { method: 'HEAD', headers: signed })).status, soon)
    .toBe(404);
});
