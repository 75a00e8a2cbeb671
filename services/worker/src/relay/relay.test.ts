import { createHash } from 'node:crypto';
import { clientHeader, formatContinuation } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedSegment, scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';

/** More than any disk has is to stay free. */
const noRoom = { UNDERSTUDY_DISK_RESERVE_BYTES: '999999999999999' };

let cluster: TestCluster;
let full: TestWorker;
let roomy: TestWorker;
beforeEach(async () => {
  cluster = await TestCluster.open();
  full = await cluster.start('full', noRoom);
  roomy = await cluster.start('roomy');
  await cluster.joined(full, roomy);
  expect(full.context.disk.state).toBe('full');
});
afterEach(() => cluster.close());

test('a full worker passes on what another makes: growing, with its trailer, and stores nothing', async () => {
  const contentId = await cluster.describe('relayed', 3);
  const hold = roomy.generator.hold(1, 2);
  const playing = cluster.get(full.url, contentId, 'video.mp4');
  await hold.reached;
  expect(full.context.streams.count).toBe(1);
  hold.release();
  const answer = await playing;
  expect(answer).toMatchObject({ status: 200, whole: true, end: String(scriptedVideo(3).length) });
  expect(answer.headers).toMatchObject({ 'understudy-growing': '1' });
  expect(answer.body.equals(scriptedVideo(3))).toBe(true);
  expect(full.generator.runs).toEqual([]);
  expect(full.context.store.usedBytes()).toBe(0);
  expect(full.context.streams.count).toBe(0);

  const complete = await cluster.get(full.url, contentId, 'video.mp4');
  expect(complete.headers['content-length']).toBe(String(complete.body.length));
  expect(complete.headers.etag).toBe(answer.headers.etag);
  const range = await cluster.get(full.url, contentId, 'video.mp4', { range: 'bytes=10-19' });
  expect(range).toMatchObject({ status: 206 });
  expect(range.body.equals(scriptedVideo(3).subarray(10, 20))).toBe(true);
  const segment = await cluster.get(full.url, contentId, '2.m4s');
  expect(segment.body.equals(scriptedSegment(2))).toBe(true);
});

test('a response goes on through a full worker at the exact byte', async () => {
  const contentId = await cluster.describe('continued', 2);
  const video = scriptedVideo(2);
  const { headers } = await cluster.get(roomy.url, contentId, 'video.mp4');
  const next = 1_234;
  const sha256 = createHash('sha256').update(video.subarray(0, next)).digest('hex');
  const rest = await cluster.get(full.url, contentId, 'video.mp4', {
    'if-match': String(headers.etag),
    'understudy-continue': formatContinuation({ next, last: undefined, sent: { from: 0, sha256 } }),
  });
  expect(rest).toMatchObject({ status: 206, whole: true });
  expect(rest.body.equals(video.subarray(next))).toBe(true);
});

test('a refusal for want of a budget is passed on with its price and when to come back', async () => {
  const strict = { UNDERSTUDY_ADDRESS_BUDGET: '5', UNDERSTUDY_ADDRESS_BUDGET_PER_S: '0.01' };
  await roomy.crash();
  const poor = await cluster.start('poor', strict);
  await cluster.joined(full, poor);
  const client = 'a'.repeat(32);
  await cluster.store.charge(`address:${client}`, 4.5, { burst: 5, perSecond: 0.01 });
  const contentId = await cluster.describe('dear', 1);
  const answer = await cluster.get(full.url, contentId, 'video.mp4', { [clientHeader]: client });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(1);
  expect(Number(answer.headers['understudy-price'])).toBeCloseTo(32 / 30, 2);
});

test('two full workers do not ask each other for ever', async () => {
  const alsoFull = await cluster.start('also-full', noRoom);
  await cluster.joined(full, alsoFull, roomy);
  expect(alsoFull.context.disk.state).toBe('full');
  await roomy.crash();
  const answer = await cluster.get(full.url, await cluster.describe('nobody', 1), 'video.mp4');
  expect(answer.status).toBe(507);
  expect(answer.headers['retry-after']).toBe('2');
  expect(JSON.parse(answer.body.toString())).toMatchObject({ code: 'storage_full' });
});

test('a relayed response whose worker dies is cut, not ended', async () => {
  const contentId = await cluster.describe('cut', 3);
  const hold = roomy.generator.hold(1, 2);
  const playing = cluster.get(full.url, contentId, 'video.mp4');
  await hold.reached;
  await roomy.crash();
  expect((await playing).whole).toBe(false);
});

test('when the player leaves, the worker behind is left too', async () => {
  const contentId = await cluster.describe('left', 3);
  const hold = roomy.generator.hold(1, 2);
  const leaving = new AbortController();
  const playing = cluster.get(full.url, contentId, 'video.mp4', {}, leaving.signal);
  await hold.reached;
  leaving.abort(new Error('left'));
  expect((await playing).whole).toBe(false);
  await expect.poll(() => [full.context.streams.count, roomy.context.streams.count]).toEqual([0, 0]);
  hold.release();
});

test('a full worker becomes no replica; the next one does', async () => {
  const third = await cluster.start('third');
  await cluster.joined(full, roomy, third);
  for (let index = 0; index < 5; index += 1) {
    const contentId = await cluster.describe(`replica ${index}`, 2);
    await cluster.get(roomy.url, contentId, 'video.mp4');
    await expect.poll(() => third.context.store.get(contentId)?.isComplete()).toBe(true);
  }
  expect(full.context.store.usedBytes()).toBe(0);
});

test('what a failing worker has it serves itself, and the rest is relayed', async () => {
  const contentId = await cluster.describe('partly here', 3);
  const failing = await cluster.start('failing', {
    UNDERSTUDY_DISK_CHECK_MS: '60000',
    UNDERSTUDY_PLAYER_LINGER_MS: '0',
  });
  await cluster.joined(full, roomy, failing);
  await cluster.get(failing.url, contentId, '0.m4s');
  await expect.poll(() => failing.context.admission.running).toBe(0);
  const runs = failing.generator.runs.length;
  failing.context.disk.refusal(Object.assign(new Error('EIO'), { code: 'EIO' }));
  const reading = failing.context.knownProduction(contentId)?.want({ piece: 0 });
  const streamed = await cluster.get(failing.url, contentId, '0.m4s');
  expect(streamed.body.equals(scriptedSegment(0))).toBe(true);
  // Others who read what is here are not disturbed by what is not.
  expect(reading?.signal.aborted).toBe(false);
  reading?.release();
  const whole = await cluster.get(failing.url, contentId, 'video.mp4');
  expect(whole.body.equals(scriptedVideo(3))).toBe(true);
  expect(failing.context.disk.state).toBe('failing');
  expect(failing.generator.runs).toHaveLength(runs);
  expect(roomy.generator.runs).toContain(2);
});
