import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(32 * 1024 * 1024);
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const digest = digestOf(body);
/** One read from a worker. */
const heldBytes = 1024 * 1024;

let router: TestRouter;
let clients: Socket[];
/** The router's ends of its connections. */
let ends: Socket[];

/** `playerStallMs`: a busy machine may leave a client that reads unserved for a while. */
async function start(playerStallMs = 15_000): Promise<void> {
  router = await TestRouter.start(body, {
    UNDERSTUDY_PLAYER_STALL_MS: String(playerStallMs),
    UNDERSTUDY_FAILOVER_DEADLINE_MS: '15000',
  });
  clients = [];
  ends = [];
  router.app.server.on('connection', (socket: Socket) => ends.push(socket));
}
afterEach(async () => {
  for (const client of clients) client.destroy();
  await router.close();
});

async function open(): Promise<Socket> {
  const client = connect({ port: Number(new URL(router.url).port), host: '127.0.0.1', allowHalfOpen: true });
  client.on('error', () => {});
  clients.push(client);
  await once(client, 'connect');
  return client;
}

const request = (...fields: string[]) =>
  `${[`GET ${new URL(router.part('video.mp4')).pathname} HTTP/1.1`, 'Host: a', ...fields].join('\r\n')}\r\n\r\n`;

async function received(client: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of client as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Resolves when the other side has ended the connection; what is written after that resets it, and may be seen first. */
function cutOff(client: Socket): Promise<void> {
  return new Promise((resolve) => {
    client.once('end', resolve);
    client.once('close', () => resolve());
  });
}

const bodyIn = (answer: Buffer) => answer.subarray(answer.lastIndexOf('\r\n\r\n', 2_000) + 4);

async function downloaded(): Promise<string> {
  return digestOf(new Uint8Array(await (await fetch(router.part('video.mp4'))).arrayBuffer()));
}

test('beside clients that are slow, never read, half-close and send bodies, a download is the same', async () => {
  await start();
  const slow = await Promise.all(Array.from({ length: 20 }, open));
  for (const client of slow) client.resume().write('GET / HTTP/1.1\r\nHost: a\r\n');
  const trickle = setInterval(() => {
    for (const client of slow) client.write('X: y\r\n');
  }, 200);
  const startMs = performance.now();
  const slowGone = Promise.all(slow.map(cutOff)).finally(() => clearInterval(trickle));

  for (const client of await Promise.all(Array.from({ length: 20 }, open))) client.pause().write(request());
  const halfClosing = await open();
  const left = once(halfClosing.resume(), 'end');
  halfClosing.end(request());
  const talking = await open();
  const answer = received(talking);
  talking.write(`${request('Content-Length: 5', 'Connection: close')}hello`);

  expect(await Promise.all([downloaded(), downloaded()])).toEqual([digest, digest]);
  expect(digestOf(bodyIn(await answer))).toBe(digest);
  await left;
  await slowGone;
  // The limit for a head is 5 s, looked at every second.
  expect(performance.now() - startMs).toBeLessThan(15_000);
  expect(await downloaded()).toBe(digest);
}, 40_000);

test('a client that never reads holds no more than a read of its worker, and is cut off', async () => {
  await start(1_000);
  const client = await open();
  client.pause().write(request());
  await expect.poll(() => ends.at(-1)?.writableLength).toBeGreaterThan(0);
  const end = ends.at(-1) as Socket;
  expect(end.writableLength).toBeLessThanOrEqual(heldBytes);
  await once(end, 'close');
  // Most of it never left the worker: nobody takes what nobody reads.
  expect(end.bytesWritten).toBeLessThan(body.length / 2);
  await expect.poll(() => router.context.streams.count).toBe(0);
});
