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
  const [master] = router.workers;
  if (master !== undefined) master.behaviours = [{ do: 'break', bytes: 10, how: 'silence' }];
  const leftBehind = await open();
  leftBehind.end(request());
  const forgotten = received(leftBehind);
  await expect.poll(() => master?.behaviours).toEqual([]);

  const slowGone = Promise.all(slow.map((client) => once(client, 'end'))).finally(() =>
    clearInterval(trickle),
  );

  for (const client of await Promise.all(Array.from({ length: 20 }, open))) client.pause().write(request());
  const halfClosing = await Promise.all([open(), open()]);
  const halves = halfClosing.map(received);
  for (const client of halfClosing) client.end(request());
  const talking = await open();
  halves.push(received(talking));
  talking.end(`${request('Content-Length: 5')}hello`);

  expect(await Promise.all([downloaded(), downloaded()])).toEqual([digest, digest]);
  for (const half of await Promise.all(halves)) {
    expect(bodyIn(half)).toHaveLength(body.length);
    expect(digestOf(bodyIn(half))).toBe(digest);
  }
  await slowGone;
  // Silent in the middle of its body: it may be gone, so it is not waited for until the failover deadline.
  expect(bodyIn(await forgotten)).toHaveLength(10);
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

test('RFC 9112 section 9.6: a client that half-closes behind its requests has all answers, then the close', async () => {
  await start();
  const client = await open();
  const answers = received(client);
  client.end(request('Range: bytes=0-9') + request('Range: bytes=10-19'));
  const text = (await answers).toString('latin1');
  expect(text.match(/HTTP\/1\.1 206/g)).toHaveLength(2);
  expect(text.endsWith(body.toString('latin1', 10, 20))).toBe(true);
});

test('one that half-closed and waits is told that it is worked on; one that is gone is noticed by it', async () => {
  await start();
  for (const worker of router.workers) worker.behaviours = [{ do: 'hang' }, { do: 'hang' }];
  const waiting = await open();
  let text = '';
  waiting.on('data', (bytes) => {
    text += bytes.toString('latin1');
  });
  waiting.end(request());
  await expect.poll(() => text).toMatch(/^HTTP\/1\.1 102 Processing\r\n\r\n/);
  expect(router.context.streams.count).toBe(1);
  waiting.destroy();
  await expect.poll(() => router.context.streams.count).toBe(0);
  expect(router.workers.flatMap(({ closedByPeer }) => closedByPeer)).toContain(1);
});
