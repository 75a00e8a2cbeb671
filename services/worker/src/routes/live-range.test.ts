import type { IncomingMessage } from 'node:http';
import { artifactPath } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';

// RFC 8673: ranges of what is still being made.
const video = scriptedVideo(3);
/** All of segment 0, and the first of two chunks of segment 1. */
const exists = 300 + 4_000 + 2_000;
let cluster: TestCluster;
let worker: TestWorker;
let contentId: bigint;
let release: () => void;
let playing: Promise<unknown>;

beforeEach(async () => {
  cluster = await TestCluster.open();
  worker = await cluster.start('a');
  contentId = await cluster.describe('live', 3);
  const hold = worker.generator.hold(1, 2);
  playing = cluster.get(worker.url, contentId, 'video.mp4');
  await hold.reached;
  release = () => hold.release();
});
afterEach(async () => {
  release();
  await playing;
  await cluster.close();
});

function ask(method: 'GET' | 'HEAD', range: string): Promise<IncomingMessage> {
  return cluster.client.send({
    method,
    url: worker.url,
    path: artifactPath(contentId, 'video.mp4'),
    headers: { range },
    headTimeoutMs: 5_000,
  });
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test.each([
  ['bytes=5000-999999999999', 5_000, '999999999999'],
  ['bytes=0-9223372036854775807', 0, '9223372036854775807'],
  // The player left it open.
  ['bytes=5000-', 5_000, '999999999999'],
])('2.2 %s is answered with everything that comes, in chunks', async (range, first, last) => {
  const answer = await ask('GET', range);
  expect(answer.statusCode).toBe(206);
  expect(answer.headers).toMatchObject({
    'content-range': `bytes ${first}-${last}/*`,
    'transfer-encoding': 'chunked',
    'cache-control': 'no-cache',
  });
  expect(answer.headers).not.toHaveProperty('content-length');
  release();
  expect((await bodyOf(answer)).equals(video.subarray(first))).toBe(true);
  expect(answer.trailers['understudy-end']).toBe(String(video.length));
});

test('2.2 a range that starts where nothing exists is answered when something does', async () => {
  const asked = ask('GET', 'bytes=9000-999999999999');
  expect(await Promise.race([asked, ask('GET', 'bytes=0-0')])).toMatchObject({
    headers: { 'content-range': 'bytes 0-0/*' },
  });
  release();
  const answer = await asked;
  expect(answer.statusCode).toBe(206);
  expect((await bodyOf(answer)).equals(video.subarray(9_000))).toBe(true);
});

test('2.2 one that starts behind the end is 416 as soon as the end is known', async () => {
  const asked = ask('GET', `bytes=${video.length}-999999999999`);
  release();
  const answer = await asked;
  answer.resume();
  expect([answer.statusCode, answer.headers['content-range']]).toEqual([416, `bytes */${video.length}`]);
});

test('2.1 HEAD with a range tells what exists; when it is complete the range is ignored', async () => {
  const last = exists - 1;
  for (const [range, shown] of [
    ['bytes=0-', `bytes 0-${last}/*`],
    ['bytes=100-', `bytes 100-${last}/*`],
    ['bytes=100-199', 'bytes 100-199/*'],
    ['bytes=0-999999999999', `bytes 0-${last}/*`],
  ] as const)
    await expect
      .poll(async () => {
        const { statusCode, headers } = await ask('HEAD', range);
        return [range, statusCode, headers['content-range']];
      })
      .toEqual([range, 206, shown]);
  // Nothing is there, and nothing is made for it.
  expect((await ask('HEAD', 'bytes=9000-')).statusCode).toBe(200);
  release();
  await playing;
  const complete = await ask('HEAD', 'bytes=0-');
  expect([complete.statusCode, complete.headers['content-length']]).toEqual([200, String(video.length)]);
});
