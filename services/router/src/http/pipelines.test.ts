import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeWorker } from '../testing/fake-worker.js';
import { TestRouter } from '../testing/test-router.js';

let router: TestRouter;
let master: FakeWorker;
let client: Socket;

/** For a busy machine; what is awaited comes at once. */
const soon = { timeout: 5_000 };

/** Every response goes on until its player leaves. */
beforeEach(async () => {
  router = await TestRouter.start(randomBytes(300_000));
  [master] = router.workers as [FakeWorker];
  master.growing = true;
  master.behaviours = Array.from({ length: 3 }, () => ({ do: 'trickle', everyMs: 10 }) as const);
  client = connect({ port: Number(new URL(router.url).port), host: '127.0.0.1' });
  client.on('error', () => {});
});
afterEach(async () => {
  client.destroy();
  await router.close();
});

const request = () => `GET ${new URL(router.part('video.mp4')).pathname} HTTP/1.1\r\nHost: a\r\n\r\n`;

test('a client that leaves takes along what waits behind its first response', async () => {
  client.write(request().repeat(3));
  // All have bytes from their worker, of which the client got those of the first.
  await expect.poll(() => master.trickled, soon).toBeGreaterThan(10);
  expect(router.context.streams.count).toBe(3);
  client.destroy();
  await expect.poll(() => router.context.streams.count, soon).toBe(0);
  await expect.poll(() => master.closedByPeer, soon).toBe(3);
});

test('what is no request, behind one that is being answered, is not answered in the middle of that', async () => {
  client.write(request());
  await once(client, 'readable');
  const chunks: Buffer[] = [];
  client.on('data', (chunk: Buffer) => chunks.push(chunk));
  client.write('no request at all\r\n\r\n');
  await once(client, 'close');
  expect(Buffer.concat(chunks).includes('HTTP/1.1 200')).toBe(true);
  expect(Buffer.concat(chunks).includes('HTTP/1.1 400')).toBe(false);
});
