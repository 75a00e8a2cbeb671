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

test('what was never archived is refused, and asked for once; neither is more asked while the archive is away', async () => {
  const a = await cluster.start('a', env());
  await archivedAlone(a, 'so that it has heard of deletions');
  const never = await cluster.describe('never made', 2);
  cluster.store.away = true;
  const before = await timesAsked();
  for (let time = 0; time < 3; time += 1)
    expect((await cluster.get(a.url, never, 'video.mp4')).status).toBe(503);
  expect(await timesAsked()).toBe(before + 1);

  await server.setFaults({ status: 503 });
  expect((await cluster.get(a.url, never + 1n, 'video.mp4')).status).toBe(503);
  // The archive failed a moment ago.
  const failed = await timesAsked();
  expect(failed).toBeGreaterThan(before + 1);
  expect((await cluster.get(a.url, never + 2n, 'video.mp4')).status).toBe(503);
  expect(await timesAsked()).toBe(failed);
});

test('a wrong description is no description, and not asked for again', async () => {
  const a = await cluster.start('a', env());
  const { contentId } = await archivedAlone(a, 'exchanged');
  await fetch(await lastPut(), { method: 'PUT', headers: signed, body: 'another' });
  cluster.store.away = true;
  const before = await timesAsked();
  for (let time = 0; time < 2; time += 1)
    expect((await cluster.get(a.url, contentId, 'video.mp4')).status).toBe(503);
  expect(await timesAsked()).toBe(before + 1);
});

test('a worker that was started while the store was away has heard of no deletion, and does not ask', async () => {
  const a = await cluster.start('a', env());
  const { contentId } = await archivedAlone(a, 'may be deleted');
  cluster.store.away = true;
  const b = await cluster.start('b', env());
  const before = await timesAsked();
  expect((await cluster.get(b.url, contentId, 'video.mp4')).status).toBe(503);
  expect(await timesAsked()).toBe(before);
});

const isThere = async (url: string) => (await fetch(url, { method: 'HEAD', headers: signed })).status === 200;

test('a copy that was archived without a description gets one from a worker that has it', async () => {
  const a = await cluster.start('a', env());
  const contentId = await cluster.describe('of before', 2);
  await cluster.get(a.url, contentId, 'video.mp4');
  const artifactId = a.context.store.get(contentId)?.artifactId as string;
  await expect.poll(() => archive.contains(artifactId, signal), soon).toBe(true);
  const kept = await lastPut();
  await fetch(kept, { method: 'DELETE', headers: signed });
  await a.crash();
  await cluster.start('a', env());
  await expect.poll(() => isThere(kept), soon).toBe(true);
});

test('a deleted video has no description in the archive', async () => {
  const a = await cluster.start('a', env());
  const { contentId } = await archivedAlone(a, 'deleted');
  const kept = await lastPut();
  expect(await isThere(kept)).toBe(true);
  await cluster.delete(contentId);
  await expect.poll(() => isThere(kept), soon).toBe(false);
});

test('one that is on its way when its video is deleted is removed behind it', async () => {
  const a = await cluster.start('a', env());
  const timesOf = async (method: string) =>
    (await server.requests()).filter((line) => line.startsWith(method) && line.includes('by-id')).length;
  const [puts, deletes] = [await timesOf('PUT'), await timesOf('DELETE')];
  const contentId = await cluster.describe('deleted at once', 2);
  const slowMs = 1_000;
  await server.setFaults({ delayMs: slowMs });
  await cluster.get(a.url, contentId, 'video.mp4');
  await expect.poll(() => timesOf('PUT'), { timeout: 15_000, interval: 5 }).toBe(puts + 1);
  const sentAtMs = performance.now();
  // What has come is slow all the same, and nothing else is.
  await server.setFaults({});
  await cluster.delete(contentId);
  await expect.poll(() => timesOf('DELETE'), soon).toBe(deletes + 1);
  expect(performance.now() - sentAtMs).toBeGreaterThan(0.8 * slowMs);
  await expect.poll(async () => isThere(await lastPut()), soon).toBe(false);
});
