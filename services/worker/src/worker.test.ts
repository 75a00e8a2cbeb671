import { createHash } from 'node:crypto';
import { UnderstudyError } from '@understudy/errors';
import {
  type ArtifactStatus,
  artifactPath,
  type FeedFrame,
  formatContinuation,
  readFrames,
} from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scriptedSegment, scriptedVideo } from './testing/scripted-generator.js';
import { TestCluster, type TestWorker } from './testing/test-cluster.js';
import { until } from './testing/until.js';

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const statusOf = (worker: TestWorker, contentId: bigint) =>
  cluster.client
    .json<ArtifactStatus>({
      method: 'GET',
      url: worker.url,
      path: artifactPath(contentId, 'status'),
      headTimeoutMs: 1_000,
    })
    .catch(() => undefined);

test('many players of a new video cause one run for each segment', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('once', 4);
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => cluster.get(a.url, contentId, 'video.mp4')),
  );
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 200, whole: true });
    expect(answer.body.equals(scriptedVideo(4))).toBe(true);
  }
  expect(a.generator.runs).toEqual([0, 1, 2, 3]);

  const again = await cluster.get(a.url, contentId, 'video.mp4');
  expect(again.headers['content-length']).toBe(String(again.body.length));
  expect(again.end).toBeUndefined();
  expect(again.headers.etag).toBe(answers[0]?.headers.etag);
  expect(a.generator.runs.length).toBe(4);
});

test('a growing response tells its end in the trailer', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('growing', 2);
  const answer = await cluster.get(a.url, contentId, 'video.mp4');
  expect(answer.headers).toMatchObject({ 'understudy-growing': '1', 'transfer-encoding': 'chunked' });
  expect(answer.end).toBe(String(scriptedVideo(2).length));
});

test('a seek is made next, ahead of the sequence', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('seek', 5);
  const hold = a.generator.hold(0, 2);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await hold.reached;
  const seeking = cluster.get(a.url, contentId, '3.m4s');
  await until('the seek is wanted', () => a.context.streams.count === 2);
  hold.release();
  expect((await seeking).body.equals(scriptedSegment(3))).toBe(true);
  expect((await playing).body.equals(scriptedVideo(5))).toBe(true);
  expect(a.generator.runs).toEqual([0, 3, 1, 2, 4]);
});

test('ranges over what exists of a growing artifact have no total length', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('range', 3);
  const hold = a.generator.hold(1, 2);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await hold.reached;
  const video = scriptedVideo(3);
  const exists = 300 + 4_000 + 2_000;

  const closed = await cluster.get(a.url, contentId, 'video.mp4', { range: 'bytes=100-199' });
  expect(closed.headers['content-range']).toBe('bytes 100-199/*');
  expect(closed.body.equals(video.subarray(100, 200))).toBe(true);
  await until('both chunks are stored', async () => (await statusOf(a, contentId))?.readableBytes === exists);
  const wide = await cluster.get(a.url, contentId, 'video.mp4', { range: 'bytes=5000-20000' });
  expect(wide).toMatchObject({ status: 206 });
  expect(wide.headers['content-range']).toBe(`bytes 5000-${exists - 1}/*`);
  expect(wide.body.equals(video.subarray(5_000, exists))).toBe(true);

  hold.release();
  await playing;
  const suffix = await cluster.get(a.url, contentId, 'video.mp4', { range: 'bytes=-10' });
  expect(suffix.headers['content-range']).toBe(
    `bytes ${video.length - 10}-${video.length - 1}/${video.length}`,
  );
  const outside = await cluster.get(a.url, contentId, 'video.mp4', { range: `bytes=${video.length}-` });
  expect(outside).toMatchObject({ status: 416 });
  expect(outside.headers['content-range']).toBe(`bytes */${video.length}`);
});

test('what is generated is on a second worker a moment later, and complete in the end', async () => {
  const a = await cluster.start('a');
  const b = await cluster.start('b');
  await cluster.joined(a, b);
  const contentId = await cluster.describe('replica', 3);
  const hold = a.generator.hold(1, 2);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await hold.reached;
  await until('the part of segment 1 is on b', async () => (await statusOf(b, contentId))?.bytes === 6_300);
  hold.release();
  await playing;
  await until('b is complete', async () => (await statusOf(b, contentId))?.complete === true);
  const copy = await cluster.get(b.url, contentId, 'video.mp4');
  expect(copy.body.equals(scriptedVideo(3))).toBe(true);
  expect(b.generator.runs).toEqual([]);
});

test('a worker that only follows ends a feed with what it has: two that follow each other would wait for good', async () => {
  const a = await cluster.start('a');
  const b = await cluster.start('b');
  await cluster.joined(a, b);
  const contentId = await cluster.describe('followed', 4);
  const hold = a.generator.hold(2, 2);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await hold.reached;
  await until('b has what a has', async () => (await statusOf(b, contentId))?.bytes === 10_300);
  const feed = await cluster.client.send({
    method: 'POST',
    url: b.url,
    path: artifactPath(contentId, 'feed'),
    json: { follower: 'c', sealed: [], partial: [], wants: [] },
    headTimeoutMs: 1_000,
  });
  let last: FeedFrame | undefined;
  for await (const frame of readFrames(feed)) last = frame;
  expect(last).toEqual({ type: 'end', complete: false });
  hold.release();
  await playing;
});

test.each([
  ['at once', false],
  ['while there is nothing new', true],
])('a follower that closes its feed %s is no fault of ours, and gone at once', async (_when, waits) => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('left', 4);
  const hold = a.generator.hold(2, 2);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await hold.reached;
  const cut = vi.spyOn(a.context.events, 'feedCut');
  const feed = await cluster.client.send({
    method: 'POST',
    url: a.url,
    path: artifactPath(contentId, 'feed'),
    json: { follower: 'c', sealed: [], partial: [], wants: [] },
    headTimeoutMs: 1_000,
  });
  if (waits) for await (const { type } of readFrames(feed)) if (type === 'beat') break;
  feed.destroy();
  await until('it is told', () => cut.mock.calls.length > 0);
  const error = { code: 'peer_unreachable', message: 'the follower closed the connection' };
  expect(cut.mock.calls).toMatchObject([[{ contentId }, 'c', error]]);
  hold.release();
  await playing;
});

test('the replica goes on where its master crashed, and makes at most one segment again', async () => {
  const a = await cluster.start('a');
  const b = await cluster.start('b');
  await cluster.joined(a, b);
  const contentId = await cluster.describe('crash', 4);
  const hold = a.generator.hold(2, 2);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await hold.reached;
  const exists = 300 + 8_000 + 2_000;
  await until('b has what a has', async () => (await statusOf(b, contentId))?.bytes === exists);
  const etag = String((await cluster.get(b.url, contentId, '0.m4s')).headers.etag).replace('.0', '');
  await a.crash();
  expect((await playing).whole).toBe(false);

  const video = scriptedVideo(4);
  const sent = { from: 0, sha256: digestOf(video.subarray(0, exists - 500)) };
  const rest = await cluster.get(b.url, contentId, 'video.mp4', {
    'if-match': etag,
    'understudy-continue': formatContinuation({ next: exists - 500, last: undefined, sent }),
  });
  expect(rest).toMatchObject({ status: 206, whole: true, end: String(video.length) });
  expect(rest.body.equals(video.subarray(exists - 500))).toBe(true);
  expect(b.generator.runs).toEqual([2, 3]);
});

test('a continuation is refused for another ETag or other bytes', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('refuse', 2);
  const { headers, body } = await cluster.get(a.url, contentId, 'video.mp4');
  const etag = String(headers.etag);
  const ask = (etagSent: string, continuation: Parameters<typeof formatContinuation>[0]) =>
    cluster.get(a.url, contentId, 'video.mp4', {
      'if-match': etagSent,
      'understudy-continue': formatContinuation(continuation),
    });

  expect(await ask('"other"', { next: 5, last: undefined })).toMatchObject({ status: 412 });
  const wrong = await ask(etag, {
    next: 5,
    last: undefined,
    sent: { from: 0, sha256: digestOf(Buffer.from('wrong')) },
  });
  expect(wrong.status).toBe(409);
  expect(JSON.parse(wrong.body.toString())).toMatchObject({ code: 'splice_mismatch' });
  const nothingLeft = await ask(etag, { next: body.length, last: undefined });
  expect(nothingLeft).toMatchObject({ status: 206, whole: true });
  expect(nothingLeft.body.length).toBe(0);
  expect(await ask(etag, { next: 10, last: body.length })).toMatchObject({ status: 416 });
});

test('a worker that does not have a video reads it from one that does', async () => {
  const a = await cluster.start('a', { UNDERSTUDY_REPLICATION: 'never' });
  const contentId = await cluster.describe('holder', 3);
  await cluster.get(a.url, contentId, 'video.mp4');
  const b = await cluster.start('b');
  await cluster.joined(a, b);
  const answer = await cluster.get(b.url, contentId, 'video.mp4');
  expect(answer.body.equals(scriptedVideo(3))).toBe(true);
  expect(b.generator.runs).toEqual([]);
});

test('a player at a worker that only follows gets its seek made by the one that generates', async () => {
  const a = await cluster.start('a');
  const b = await cluster.start('b');
  await cluster.joined(a, b);
  const contentId = await cluster.describe('through', 4);
  const hold = a.generator.hold(0, 3);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await hold.reached;
  await until('b follows', async () => ((await statusOf(b, contentId))?.bytes ?? 0) > 0);
  const seeking = cluster.get(b.url, contentId, '3.m4s');
  await until('b has the player', () => b.context.streams.count === 1);
  hold.release();
  expect((await seeking).body.equals(scriptedSegment(3))).toBe(true);
  await playing;
  expect(b.generator.runs).toEqual([]);
});

test('a failing generator is told with its code, and not tried again at once', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('fails', 2);
  a.generator.failWith = new UnderstudyError('generator_failed', 'exit 1: /secret/path');
  const first = await cluster.get(a.url, contentId, 'video.mp4');
  expect(first.status).toBe(502);
  expect(JSON.parse(first.body.toString())).toEqual({
    title: 'Making the video failed.',
    status: 502,
    code: 'generator_failed',
  });
  expect((await cluster.get(a.url, contentId, 'video.mp4')).status).toBe(502);
  expect(a.generator.runs).toEqual([0]);
});

test('a failure in the middle cuts the response instead of ending it', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('fails later', 2);
  const hold = a.generator.hold(0, 3);
  const playing = cluster.get(a.url, contentId, 'video.mp4');
  await hold.reached;
  a.generator.failWith = new UnderstudyError('generator_failed', 'exit 1');
  hold.release();
  expect(await playing).toMatchObject({ status: 200, whole: false, end: undefined });
});

test('when the only player goes away, so does the work', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('leaves', 3);
  const hold = a.generator.hold(1, 1);
  const leave = new AbortController();
  const playing = cluster.get(a.url, contentId, 'video.mp4', {}, leave.signal);
  await hold.reached;
  leave.abort(new Error('closed the tab'));
  await playing;
  await until('nothing runs', () => a.generator.running === 0 && a.context.admission.running === 0);
  expect(a.generator.runs).toEqual([0, 1]);
  // What was begun of segment 1 is gone: its file would stay open for good.
  await until('only what is sealed is left', async () => {
    const status = await statusOf(a, contentId);
    return status?.bytes === 300 + 4_000 && status.sealedSegments === 1;
  });
  // And the next player finds it in order.
  hold.release();
  expect((await cluster.get(a.url, contentId, 'video.mp4')).body.equals(scriptedVideo(3))).toBe(true);
});

test('nothing is answered to who does not sign', async () => {
  const a = await cluster.start('a');
  const contentId = await cluster.describe('unsigned', 1);
  const parts = ['video.mp4', 'status'].map((part) => artifactPath(contentId, part));
  for (const path of ['/status', '/histograms', ...parts]) {
    expect((await fetch(`${a.url}${path}`)).status).toBe(401);
  }
  expect((await fetch(`${a.url}/healthz`)).status).toBe(200);
  expect(a.generator.runs).toEqual([]);
});

test('a video nobody described is not found', async () => {
  const a = await cluster.start('a');
  expect((await cluster.get(a.url, 999n, 'video.mp4')).status).toBe(404);
  const contentId = await cluster.describe('parts', 2);
  for (const part of ['2.m4s', '01.m4s', 'x.m4s', 'poster.png', 'description.json']) {
    expect((await cluster.get(a.url, contentId, part)).status).toBe(404);
  }
});
