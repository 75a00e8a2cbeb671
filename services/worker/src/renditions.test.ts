import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { renditionIdOf } from '@understudy/metadata-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedSegment, scriptedVideo } from './testing/scripted-generator.js';
import { TestCluster, type TestWorker } from './testing/test-cluster.js';
import { until } from './testing/until.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const [p1080, p720, p480, p360] = [1, 2, 3, 4].map(
  (number) => (videoId: bigint) => renditionIdOf(videoId, number),
) as [Form, Form, Form, Form];
type Form = (videoId: bigint) => bigint;

const directoriesOf = (worker: TestWorker) => readdir(join(worker.dataDir, 'artifacts'));

test('the multivariant playlist names the video and all that is smaller, and nothing is made for it', async () => {
  const a = await cluster.start('a');
  const videoId = await cluster.describe('variants', 3, 600);
  const answer = await cluster.get(a.url, videoId, 'multivariant.m3u8');
  expect(answer.headers).toMatchObject({
    'content-type': 'application/vnd.apple.mpegurl',
    'cache-control': expect.stringContaining('immutable'),
  });
  const stream = (bandwidth: number, size: string) =>
    `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},CODECS="avc1.64000A,mp4a.40.2",RESOLUTION=${size},FRAME-RATE=30.000`;
  expect(answer.body.toString().split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    stream(600_000, '64x600'),
    'index.m3u8',
    stream(480_000, '52x480'),
    '480p/index.m3u8',
    stream(360_000, '38x360'),
    '360p/index.m3u8',
    '',
  ]);
  expect(a.generator.runs).toEqual([]);
  expect(await directoriesOf(a)).toEqual([]);

  const known = await cluster.get(a.url, videoId, 'multivariant.m3u8', {
    'if-none-match': String(answer.headers.etag),
  });
  expect(known.status).toBe(304);
  const continued = await cluster.get(a.url, videoId, 'multivariant.m3u8', { 'understudy-continue': '20-' });
  expect(continued.body.equals(answer.body.subarray(20))).toBe(true);
});

test('with several public addresses every variant is there for each, and the ETag is that of these bytes', async () => {
  const a = await cluster.start('a');
  const videoId = await cluster.describe('steered', 3, 600);
  const get = (...pathways: readonly string[]) =>
    cluster.get(a.url, videoId, 'multivariant.m3u8', {
      'understudy-pathways': ['/v/abc/', ...pathways].join(' '),
    });
  const answer = await get('p2=https://b.example', 'p1=https://a.example/under');
  expect(answer.headers['cache-control']).toBe('no-cache');
  const lines = answer.body.toString().split('\n');
  expect(lines[3]).toBe('#EXT-X-CONTENT-STEERING:SERVER-URI="steering.json",PATHWAY-ID="p2"');
  const variants = lines.slice(4).flatMap((line) => (line.startsWith('#') ? [] : [line]));
  expect(variants).toEqual([
    'https://b.example/v/abc/index.m3u8',
    'https://b.example/v/abc/480p/index.m3u8',
    'https://b.example/v/abc/360p/index.m3u8',
    'https://a.example/under/v/abc/index.m3u8',
    'https://a.example/under/v/abc/480p/index.m3u8',
    'https://a.example/under/v/abc/360p/index.m3u8',
    '',
  ]);
  expect(lines[6]).toMatch(/,PATHWAY-ID="p2",STABLE-VARIANT-ID="480p"$/);
  expect(lines[12]).toMatch(/,PATHWAY-ID="p1",STABLE-VARIANT-ID="480p"$/);

  const others = [await get('p1=https://a.example/under', 'p2=https://b.example'), await get('broken')];
  const etags = [answer, ...others].map(({ headers }) => headers.etag);
  expect(new Set(etags).size).toBe(3);
  expect(others[1]?.body.toString()).not.toContain('STEERING');
});

test('a rendition is an artifact of its own, cut at the same frames', async () => {
  const a = await cluster.start('a');
  const videoId = await cluster.describe('own', 3, 480);
  const video = await cluster.get(a.url, videoId, 'video.mp4');
  const small = await cluster.get(a.url, p360(videoId), 'video.mp4');
  const segmentCount = a.context.store.get(videoId)?.plan.segmentCount as number;
  expect(video.body.equals(scriptedVideo(segmentCount))).toBe(true);
  expect(small.body.equals(scriptedVideo(segmentCount, 360))).toBe(true);
  expect(small.headers.etag).not.toBe(video.headers.etag);

  const playlists = [videoId, p360(videoId)].map((id) => cluster.get(a.url, id, 'index.m3u8'));
  const [index, smallIndex] = await Promise.all(playlists);
  expect(smallIndex?.body.equals(index?.body as Buffer)).toBe(true);
  expect(smallIndex?.headers.etag).not.toBe(index?.headers.etag);

  const own = await cluster.get(a.url, p480(videoId), '0.m4s');
  expect(own.body.equals(scriptedSegment(0, 480))).toBe(true);
  await until('all three are on disk', async () => (await directoriesOf(a)).length === 3);
});

test('what is larger than the video, and variants of a rendition, are not there, and leave nothing behind', async () => {
  const a = await cluster.start('a');
  const videoId = await cluster.describe('larger', 2, 480);
  for (const [contentId, part] of [
    [p720(videoId), 'index.m3u8'],
    [p1080(videoId), 'video.mp4'],
    [renditionIdOf(videoId, 5), 'video.mp4'],
    [p360(videoId), 'multivariant.m3u8'],
    [renditionIdOf(999n, 4), 'video.mp4'],
  ] as const) {
    const answer = await cluster.get(a.url, contentId, part);
    expect([part, answer.status, JSON.parse(answer.body.toString()).code]).toEqual([part, 404, 'not_found']);
  }
  expect(a.generator.runs).toEqual([]);
  expect(await directoriesOf(a)).toEqual([]);
});

test('a rendition that is watched for two segments is made three segments further', async () => {
  const a = await cluster.start('a');
  const videoId = await cluster.describe('watched', 6, 480);
  for (const part of ['init.mp4', '0.m4s', '1.m4s']) await cluster.get(a.url, p360(videoId), part);
  const production = a.context.knownProduction(p360(videoId));
  await until('nothing is made any more', () => production?.running === false);
  // Its player may still come back: it is not that nobody waits.
  expect(production?.interests.size).toBe(1);
  expect(production?.artifact.plan.segmentCount).toBeGreaterThan(5);
  expect(a.generator.runs).toEqual([0, 1, 2, 3, 4]);
  expect(a.context.store.get(videoId)).toBeUndefined();

  const sought = await cluster.get(a.url, p360(videoId), '5.m4s');
  expect(sought.body.equals(scriptedSegment(5, 360))).toBe(true);
});

test('a rendition goes on from the replica, byte for byte', async () => {
  const [a, b] = [await cluster.start('a'), await cluster.start('b')];
  await cluster.joined(a, b);
  const videoId = await cluster.describe('takeover', 4, 480);
  const hold = a.generator.hold(2, 2);
  const playing = cluster.get(a.url, p360(videoId), 'video.mp4');
  await hold.reached;
  await until(
    'two segments are on the replica',
    () => b.context.store.get(p360(videoId))?.sealedSegments() === 2,
  );
  await a.crash();
  hold.release();
  const begun = await playing;
  expect(begun.whole).toBe(false);
  const rest = await cluster.get(b.url, p360(videoId), 'video.mp4', {
    'understudy-continue': `${begun.body.length}-`,
    'if-match': String(begun.headers.etag),
  });
  const { segmentCount } = b.context.store.get(p360(videoId))?.plan ?? { segmentCount: 0 };
  expect(Buffer.concat([begun.body, rest.body]).equals(scriptedVideo(segmentCount, 360))).toBe(true);
  expect(b.generator.runs[0]).toBe(2);
});

test('a deletion ends the renditions too, whatever is being made of them, on every worker', async () => {
  const [a, b] = [await cluster.start('a'), await cluster.start('b')];
  await cluster.joined(a, b);
  const videoId = await cluster.describe('deleted', 3, 480);
  await cluster.get(a.url, p480(videoId), 'video.mp4');
  await until('it has a replica', () => b.context.store.get(p480(videoId))?.isComplete() === true);
  const hold = a.generator.hold(1, 2);
  const playing = cluster.get(a.url, p360(videoId), 'video.mp4');
  await hold.reached;
  await cluster.delete(videoId);
  expect((await playing).whole).toBe(false);
  hold.release();
  await until('both know of it', () =>
    [a, b].every(({ context }) => context.store.get(p480(videoId)) === undefined),
  );
  // What was deleted is known of every form, also of one that never was.
  cluster.store.away = true;
  expect((await cluster.get(a.url, p480(videoId), 'index.m3u8')).status).toBe(410);
  cluster.store.away = false;
  for (const worker of [a, b]) {
    await until('nothing is left', async () => (await directoriesOf(worker)).length === 0);
    for (const contentId of [videoId, p480(videoId), p360(videoId)])
      expect((await cluster.get(worker.url, contentId, 'index.m3u8')).status).toBe(410);
  }
});

test('a rendition survives a restart from the data directory', async () => {
  const a = await cluster.start('a');
  const videoId = await cluster.describe('restart', 2, 480);
  const before = await cluster.get(a.url, p360(videoId), 'video.mp4');
  await a.crash();
  // A later release may know more of them.
  const known = (await directoriesOf(a)).find((name) => name.startsWith(`${p360(videoId)}-`)) as string;
  const unknown = known.replace(/^\d+/, String(renditionIdOf(videoId, 7)));
  await cp(join(a.dataDir, 'artifacts', known), join(a.dataDir, 'artifacts', unknown), { recursive: true });
  const again = await cluster.start('a');
  const after = await cluster.get(again.url, p360(videoId), 'video.mp4');
  expect(after.headers.etag).toBe(before.headers.etag);
  expect(after.body.equals(before.body)).toBe(true);
  expect(again.generator.runs).toEqual([]);
  expect(await directoriesOf(again)).toContain(unknown);
});

test('without the metadata store a rendition is begun where another form of the video is', async () => {
  const a = await cluster.start('a');
  const videoId = await cluster.describe('alone', 2, 480);
  await cluster.get(a.url, videoId, '0.m4s');
  const other = await cluster.describe('unknown', 2, 480);
  cluster.store.away = true;
  expect((await cluster.get(a.url, p360(videoId), 'index.m3u8')).status).toBe(200);
  expect((await cluster.get(a.url, p360(other), 'index.m3u8')).status).toBe(503);
  cluster.store.away = false;
});
