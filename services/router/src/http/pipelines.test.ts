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

/** What comes back for bytes written as they are, until the router closes the connection. */
async function untilClosed(text: string): Promise<string> {
  const chunks: Buffer[] = [];
  client.on('data', (chunk: Buffer) => chunks.push(chunk));
  client.write(text);
  await once(client, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);

test('what is no request is refused behind the answers to those before it (RFC 9112 section 9.3.2)', async () => {
  master.behaviours = [];
  const answered = await untilClosed(`${request().repeat(3)}no request at all\r\n\r\n`);
  expect(statusesIn(answered)).toEqual(['200', '200', '200', '400']);
  expect(answered).toMatch(/\r\nDate: [^\r]+ GMT\r\n/i);
});

test('a response is not cut while it waits behind a longer one', async () => {
  await router.close();
  router = await TestRouter.start(randomBytes(300_000), { UNDERSTUDY_PLAYER_STALL_MS: '1000' });
  [master] = router.workers as [FakeWorker];
  // The first goes on for longer than a player may stall.
  master.growing = true;
  master.behaviours = [{ do: 'trickle', everyMs: 10 }];
  client = connect({ port: Number(new URL(router.url).port), host: '127.0.0.1' });
  client.on('error', () => {});
  client.resume().write(request().repeat(2));
  await expect.poll(() => router.context.streams.count, soon).toBe(2);
  const trickledBefore = master.trickled;
  await expect.poll(() => master.trickled - trickledBefore, { timeout: 10_000 }).toBeGreaterThan(150);
  expect(router.context.streams.count).toBe(2);
});
