import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectSession } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { type Certificates, makeCertificates } from '@understudy/metadata-store/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

/** More than the kernel holds for a connection, for seconds. */
const body = randomBytes(64 * 1024 * 1024);
let certificates: Certificates;
let router: TestRouter;
let clients: { destroy(): unknown }[] = [];
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());
afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  await router.close();
});

/** On a busy machine too, who reads takes something in each window, and who does not takes nothing. */
const floor = { UNDERSTUDY_MIN_READ_BYTES_PER_S: '1', UNDERSTUDY_READ_WINDOW_MS: '500' };
const start = async (env: Record<string, string>) => {
  router = await TestRouter.start(body, { ...floor, ...env }, 1);
};

async function player(): Promise<Socket> {
  const socket = connect({ port: Number(new URL(router.url).port), host: '127.0.0.1' });
  clients.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.pause().write(`GET ${new URL(router.part('video.mp4')).pathname} HTTP/1.1\r\nHost: a\r\n\r\n`);
  return socket;
}

/** Reads so much, and goes on with as much each time. */
function readPaced(socket: Socket, bytes: number, everyMs: number): void {
  let left = bytes;
  socket.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left <= 0) socket.pause();
  });
  const timer = setInterval(() => {
    left = bytes;
    socket.resume();
  }, everyMs);
  socket.once('close', () => clearInterval(timer));
}

async function statusOf(): Promise<number> {
  const answer = await fetch(router.part('video.mp4'), { method: 'HEAD' });
  return answer.status;
}

async function slowCount(): Promise<number> {
  const text = await router.context.registry.metrics();
  return Number(/understudy_router_responses_total\{result="slow"\} (\d+)/.exec(text)?.[1] ?? 0);
}

test('a reader that takes nothing stays while nobody needs its place, and then goes: the slowest first', async () => {
  await start({ UNDERSTUDY_MAX_STREAMS: '3' });
  const paced = await player();
  readPaced(paced, 300_000, 20);
  const stuck = await player();
  await expect.poll(() => router.context.streams.count).toBe(2);
  // Two windows and more.
  await expect
    .poll(() => router.context.streams.show(2).streams.every(({ ageMs }) => ageMs > 1_100))
    .toBe(true);
  expect(router.context.streams.count).toBe(2);
  expect(await statusOf()).toBe(200);
  expect(await slowCount()).toBe(0);

  readPaced(await player(), 300_000, 20);
  await expect.poll(() => router.context.streams.count).toBe(3);
  await expect.poll(statusOf).toBe(200);
  await expect.poll(slowCount).toBe(1);
  expect(router.context.streams.count).toBe(2);
  stuck.resume();
  if (!stuck.closed) await once(stuck, 'close');
  expect(paced.closed).toBe(false);
});

test('readers above the floor keep their places, and the next is refused', async () => {
  await start({ UNDERSTUDY_MAX_STREAMS: '1' });
  const paced = await player();
  readPaced(paced, 300_000, 20);
  await expect.poll(() => router.context.streams.show(1).streams[0]?.ageMs ?? 0).toBeGreaterThan(1_100);
  expect(await statusOf()).toBe(503);
  expect(paced.closed).toBe(false);
});

test('at the limit of an address it is one of its own that goes', async () => {
  await start({ UNDERSTUDY_RESPONSES_PER_ADDRESS: '1' });
  await player();
  await expect.poll(() => router.context.streams.count).toBe(1);
  await expect.poll(statusOf).toBe(200);
  await expect.poll(slowCount).toBe(1);
});

test('over HTTP/2 a response whose window stays closed goes too, and the others of its connection stay', async () => {
  await start({
    UNDERSTUDY_MAX_STREAMS: '2',
    UNDERSTUDY_TLS_CERT: certificates.cert,
    UNDERSTUDY_TLS_KEY: certificates.key,
  });
  const session = connectSession(router.url, { ca: readFileSync(certificates.ca) });
  clients.push(session);
  session.on('error', () => {});
  const path = new URL(router.part('video.mp4')).pathname;
  const ask = (method = 'GET') => {
    const stream = session.request({ ':path': path, ':method': method });
    stream.on('error', () => {});
    return stream;
  };
  const [one, other] = [ask(), ask()];
  await Promise.all([once(one, 'response'), once(other, 'response')]);
  let got = 0;
  other.on('data', (bytes: Buffer) => {
    got += bytes.length;
    other.pause();
    setTimeout(() => other.resume(), 10);
  });
  await expect.poll(() => router.context.streams.count).toBe(2);
  const statusHere = async () => {
    const [headers] = await once(ask('HEAD').resume(), 'response');
    return headers[':status'];
  };
  await expect.poll(statusHere).toBe(200);
  await expect.poll(slowCount).toBe(1);
  const before = got;
  await expect.poll(() => got).toBeGreaterThan(before);
});
