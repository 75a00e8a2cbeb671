import { createHash } from 'node:crypto';
import { artifactPath } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  asStream,
  ScriptedGenerator,
  scriptedSegment,
  scriptedVideo,
} from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const initBytes = 300;
const segmentBytes = 4_000;
/** The first segment, and half of the second. */
const shown = initBytes + segmentBytes + segmentBytes / 2;

const startStream = (id: string, scripted: ScriptedGenerator, env: Record<string, string> = {}) =>
  cluster.start(id, env, scripted, undefined, asStream(scripted));

/** The worker that makes a video, and the other one. */
function inOrder(contentId: bigint, one: TestWorker, other: TestWorker): [TestWorker, TestWorker] {
  return one.context.view().owners(contentId).master === one.context.id ? [one, other] : [other, one];
}

/** A response that goes on: what has come of it so far. */
async function begin(url: string, contentId: bigint) {
  const answer = await cluster.client.send({
    method: 'GET',
    url,
    path: artifactPath(contentId, 'video.mp4'),
    headTimeoutMs: 10_000,
  });
  let body = Buffer.alloc(0);
  answer.on('data', (bytes: Buffer) => {
    body = Buffer.concat([body, bytes]);
  });
  answer.on('error', () => undefined);
  return { headers: answer.headers, body: () => body, close: () => answer.destroy() };
}

/** Asks a worker to go on with what a player has. */
function goOn(url: string, contentId: bigint, had: Buffer, etag: string) {
  const sha256 = createHash('sha256').update(had).digest('hex');
  return cluster.get(url, contentId, 'video.mp4', {
    'if-match': etag,
    'understudy-continue': `${had.length}-;sent=0:${sha256}`,
  });
}

async function metric({ context }: TestWorker, name: string): Promise<number> {
  const { values } = (await context.registry.getSingleMetric(name)?.get()) ?? { values: [] };
  return values.reduce((sum, { value }) => sum + value, 0);
}

test('what was made from its beginning only is made again from there, and goes on at the byte', async () => {
  const [a, b] = [
    await startStream('a', new ScriptedGenerator()),
    await startStream('b', new ScriptedGenerator()),
  ];
  await cluster.joined(a, b);
  const contentId = await cluster.describe('goes on', 2);
  const [master, replica] = inOrder(contentId, a, b);
  const { reached } = master.generator.hold(1, 2);
  const response = await begin(master.url, contentId);
  await reached;
  await until('all that was made is shown', () => response.body().length === shown);
  // The bytes might have been others: nobody may go on with them by himself.
  expect(response.headers.etag).toMatch(/^W\/"/);
  expect(response.headers['cache-control']).toBe('no-cache');
  await master.crash();

  const rest = await goOn(replica.url, contentId, response.body(), response.headers.etag as string);
  expect(rest).toMatchObject({ status: 206, whole: true, headers: { etag: response.headers.etag } });
  expect(Buffer.concat([response.body(), rest.body]).equals(scriptedVideo(2))).toBe(true);
  expect(replica.generator.runs).toEqual([0, 1]);
  // Complete it is final.
  const again = await cluster.get(replica.url, contentId, 'video.mp4');
  expect(again.headers).toMatchObject({ etag: (response.headers.etag as string).slice(2) });
});

test('one that comes out with other bytes is cut, told, and played anew to whoever asks again', async () => {
  const [a, b] = [
    await startStream('a', new ScriptedGenerator({ media: 'a' })),
    await startStream('b', new ScriptedGenerator({ media: 'b' })),
  ];
  await cluster.joined(a, b);
  const contentId = await cluster.describe('other bytes', 2);
  const [master, replica] = inOrder(contentId, a, b);
  const { reached } = master.generator.hold(1, 2);
  const response = await begin(master.url, contentId);
  await reached;
  await until('all that was made is shown', () => response.body().length === shown);
  await master.crash();

  const rest = await goOn(replica.url, contentId, response.body(), response.headers.etag as string);
  expect(rest.whole && rest.status === 206).toBe(false);
  expect(rest.status === 206 ? rest.body.length : 0).toBe(0);
  expect(await metric(replica, 'understudy_mismatches_total')).toBeGreaterThan(0);

  const anew = await cluster.get(replica.url, contentId, 'video.mp4', {
    range: `bytes=${response.body().length}-`,
    'if-range': response.headers.etag as string,
  });
  expect(anew).toMatchObject({ status: 200, whole: true });
  expect(anew.body.length).toBe(scriptedVideo(2).length);
  expect(anew.body.subarray(0, response.body().length).equals(response.body())).toBe(false);
});

test('of a segment that comes out with other bytes nothing is shown before a replica has all of it', async () => {
  const other = () => ({ resumable: 'segment' as const });
  const [a, b] = [
    await cluster.start('a', {}, new ScriptedGenerator({ ...other(), media: 'a' })),
    await cluster.start('b', {}, new ScriptedGenerator({ ...other(), media: 'b' })),
  ];
  await cluster.joined(a, b);
  const contentId = await cluster.describe('whole segments', 2);
  const [master, replica] = inOrder(contentId, a, b);
  const { reached } = master.generator.hold(1, 2);
  const response = await begin(master.url, contentId);
  await reached;
  await until('the first segment is shown', () => response.body().length >= initBytes + segmentBytes);
  await until('the replica has some of the second', async () => {
    const { artifact } = await replica.context.openProduction(contentId);
    return (artifact.state(1)?.length ?? 0) > 0;
  });
  expect(response.body().length).toBe(initBytes + segmentBytes);
  await master.crash();

  const rest = await goOn(replica.url, contentId, response.body(), response.headers.etag as string);
  expect(rest).toMatchObject({ status: 206, whole: true });
  expect(rest.body.length).toBe(segmentBytes);
  expect(replica.generator.runs).toEqual([1]);
});

test('a worker that comes back shows at once what another has too', async () => {
  const patient = { UNDERSTUDY_WATERMARK_WAIT_MS: '600000' };
  const [a, b] = [
    await cluster.start('a', {}, new ScriptedGenerator({ resumable: 'segment', media: 'a' })),
    await cluster.start('b', {}, new ScriptedGenerator({ resumable: 'segment', media: 'b' })),
  ];
  await cluster.joined(a, b);
  const contentId = await cluster.describe('comes back', 2);
  const [master, replica] = inOrder(contentId, a, b);
  const { reached } = master.generator.hold(1, 2);
  const response = await begin(master.url, contentId);
  await reached;
  await until('the first segment is shown', () => response.body().length >= initBytes + segmentBytes);
  await master.crash();
  const whole = await cluster.get(replica.url, contentId, 'video.mp4');
  expect(whole.whole).toBe(true);

  const back = await cluster.start(
    master.context.id,
    patient,
    new ScriptedGenerator({ resumable: 'segment' }),
  );
  await cluster.joined(back, replica);
  expect(back.context.store.get(contentId)?.isSealed(0)).toBe(true);
  const again = await cluster.get(back.url, contentId, 'video.mp4');
  expect(again).toMatchObject({ status: 200, whole: true });
  expect(again.body.equals(whole.body)).toBe(true);
  expect(back.generator.runs).toEqual([]);
});

test('where no other worker takes its bytes they are shown after a while, and that is told', async () => {
  const full = { UNDERSTUDY_DISK_RESERVE_BYTES: '999999999999999' };
  const waiting = { UNDERSTUDY_WATERMARK_WAIT_MS: '300' };
  const a = await startStream('a', new ScriptedGenerator(), waiting);
  const b = await startStream('b', new ScriptedGenerator(), full);
  await cluster.joined(a, b);
  const contentId = await cluster.describe('nobody takes it', 1);
  const startedAtMs = performance.now();
  const played = await cluster.get(a.url, contentId, 'video.mp4');
  expect(performance.now() - startedAtMs).toBeGreaterThan(300);
  expect(played.body.equals(scriptedVideo(1))).toBe(true);
  expect(await metric(a, 'understudy_watermarks_open_total')).toBe(1);
});

test('alone, or without a replica by policy, nothing is held back', async () => {
  const forLong = { UNDERSTUDY_WATERMARK_WAIT_MS: '600000' };
  const a = await startStream('a', new ScriptedGenerator(), forLong);
  const alone = await cluster.describe('alone', 1);
  await until('it has joined', () => a.context.view().isMemberUrl(a.url));
  expect((await cluster.get(a.url, alone, 'video.mp4')).whole).toBe(true);
  const b = await startStream('b', new ScriptedGenerator(), forLong);
  await cluster.joined(a, b);
  const unreplicated = await cluster.describe('never', 1, 64, { replication: 'never' });
  const played = await cluster.get(a.url, unreplicated, 'video.mp4');
  expect(played.body.equals(Buffer.concat([scriptedVideo(0), scriptedSegment(0)]))).toBe(true);
});

test('a worker that drains makes to its end what can be made only as a whole', async () => {
  const [a, b] = [
    await startStream('a', new ScriptedGenerator()),
    await startStream('b', new ScriptedGenerator()),
  ];
  await cluster.joined(a, b);
  const contentId = await cluster.describe('drained', 3);
  const [master, replica] = inOrder(contentId, a, b);
  const { reached, release } = master.generator.hold(1, 2);
  const playing = cluster.get(master.url, contentId, 'video.mp4');
  await reached;
  await cluster.setState(master, 'draining');
  await until('it drains', () => master.context.drain.active);
  release();
  const played = await playing;
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(scriptedVideo(3))).toBe(true);
  await master.context.drain.drained;
  expect(replica.generator.runs).toEqual([]);
  expect(replica.context.store.get(contentId)?.isComplete()).toBe(true);
});
