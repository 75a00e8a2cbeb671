import { createHash } from 'node:crypto';
import { UnderstudyError } from '@understudy/errors';
import { formatContinuation } from '@understudy/peer-protocol';
import { TraceReceiver } from '@understudy/tracing/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster } from '../testing/test-cluster.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentSpanId = 'b7ad6b7169203331';
const headers = { traceparent: `00-${traceId}-${parentSpanId}-01`, 'x-request-id': 'request-1' };

let receiver: TraceReceiver;
let cluster: TestCluster;
beforeEach(async () => {
  receiver = await TraceReceiver.start();
  cluster = await TestCluster.open();
});
afterEach(() => receiver.close());

test('a response and the pieces that are made for it are parts of the router’s request', async () => {
  const worker = await cluster.start('w1', receiver.env);
  const contentId = await cluster.describe('traced', 3);
  const played = await cluster.get(worker.url, contentId, 'video.mp4', headers);
  expect(played).toMatchObject({ status: 200, whole: true });
  await cluster.close();

  expect(receiver.named('serve')).toMatchObject([
    {
      instance: 'w1',
      traceId,
      parentSpanId,
      attributes: {
        'http.request.method': 'GET',
        'http.response.status_code': 200,
        'understudy.request.id': 'request-1',
        'understudy.part': 'video.mp4',
        'understudy.position': 0,
        'understudy.bytes': scriptedVideo(3).length,
        'understudy.result': 'whole',
      },
      events: [{ name: 'first byte' }],
    },
  ]);
  const generated = receiver.named('generate');
  expect(generated.map(({ attributes }) => attributes['understudy.piece'])).toEqual(['0', '1', '2']);
  for (const span of generated) expect(span).toMatchObject({ traceId, parentSpanId });
  // No path: it has the content ID.
  expect(JSON.stringify(receiver.spans)).not.toContain(`artifacts/${contentId}`);
});

test('a continuation says from which byte, a refusal that it is one', async () => {
  const worker = await cluster.start('w1', receiver.env);
  const contentId = await cluster.describe('traced', 2);
  const { headers: head } = await cluster.get(worker.url, contentId, 'video.mp4');
  const sha256 = createHash('sha256').update(scriptedVideo(2).subarray(0, 100)).digest('hex');
  const continuation = {
    'if-match': String(head.etag),
    'understudy-continue': formatContinuation({ next: 100, last: undefined, sent: { from: 0, sha256 } }),
  };
  await cluster.get(worker.url, contentId, 'video.mp4', { ...headers, ...continuation });
  await cluster.get(worker.url, contentId, 'video.mp4', { ...headers, ...continuation, 'if-match': '"x"' });
  await cluster.get(worker.url, contentId, 'index.m3u8', headers);
  await cluster.close();

  const spans = receiver.spans.filter((span) => span.traceId === traceId);
  expect(spans.map(({ attributes }) => attributes)).toMatchObject([
    {
      'understudy.position': 100,
      'understudy.bytes': scriptedVideo(2).length - 100,
      'understudy.result': 'whole',
    },
    { 'http.response.status_code': 412, 'understudy.result': 'refused' },
    { 'understudy.part': 'index.m3u8', 'understudy.result': 'whole' },
  ]);
});

test('a piece that was begun before its player came, as after a takeover, is a part of that player’s trace', async () => {
  const worker = await cluster.start('w1', receiver.env);
  const contentId = await cluster.describe('taken over', 2);
  const hold = worker.generator.hold(0, 2);
  const production = await worker.context.openProduction(contentId);
  production.interests.addFor(5_000, { from: 0 });
  await hold.reached;
  const playing = cluster.get(worker.url, contentId, 'video.mp4', headers);
  await expect.poll(() => worker.context.streams.count).toBe(1);
  hold.release();
  expect(await playing).toMatchObject({ whole: true });
  await cluster.close();
  const pieces = receiver
    .named('generate')
    .map((span) => [span.traceId, span.attributes['understudy.piece']]);
  expect(pieces).toEqual([
    [traceId, '0'],
    [traceId, '1'],
  ]);
});

test('a piece that nobody wants any more is no failure, one that cannot be made is', async () => {
  const worker = await cluster.start('w1', receiver.env);
  const contentId = await cluster.describe('left', 2);
  const hold = worker.generator.hold(0, 2);
  const leaving = new AbortController();
  const left = cluster.get(worker.url, contentId, 'video.mp4', headers, leaving.signal);
  left.catch(() => undefined);
  await hold.reached;
  leaving.abort();
  await expect.poll(() => worker.generator.running).toBe(0);
  worker.generator.failWith = new UnderstudyError('generator_failed');
  await cluster.get(worker.url, await cluster.describe('failing', 2), 'video.mp4', headers);
  await cluster.close();

  expect(receiver.named('generate').map(({ attributes }) => attributes)).toMatchObject([
    { 'understudy.result': 'aborted' },
    { 'understudy.result': 'failed', 'error.type': 'generator_failed' },
  ]);
  expect(receiver.named('generate')[0]?.attributes).not.toHaveProperty('error.type');
  expect(receiver.named('serve').map(({ attributes }) => attributes)).toMatchObject([
    { 'understudy.result': 'left' },
    { 'understudy.result': 'refused', 'error.type': '502' },
  ]);
});

test('a worker without room hands the trace to the one that it relays', async () => {
  const full = await cluster.start('full', {
    ...receiver.env,
    UNDERSTUDY_DISK_RESERVE_BYTES: '999999999999999',
  });
  const roomy = await cluster.start('roomy', receiver.env);
  await cluster.joined(full, roomy);
  const contentId = await cluster.describe('relayed', 2);
  expect(await cluster.get(full.url, contentId, 'video.mp4', headers)).toMatchObject({ whole: true });
  await cluster.close();

  const [relaying, serving] = ['full', 'roomy'].map((id) =>
    receiver.named('serve').find(({ instance }) => instance === id),
  );
  expect(relaying).toMatchObject({
    traceId,
    parentSpanId,
    attributes: { 'understudy.result': 'relayed', 'understudy.worker': 'roomy' },
  });
  expect(serving).toMatchObject({ traceId, parentSpanId: relaying?.spanId });
});
