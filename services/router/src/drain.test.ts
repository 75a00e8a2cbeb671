import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, constants } from 'node:http2';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { promisify } from 'node:util';
import { type Certificates, makeCertificates } from '@understudy/metadata-store/testing';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { drain } from './drain.js';
import { SendQueues } from './send-queues.js';
import { expectWhole, playAll } from './testing/play.js';
import { TestRouter } from './testing/test-router.js';

const body = randomBytes(12_000_000);
let certificates: Certificates;
let router: TestRouter;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());
afterEach(() => router.close());

async function start(env: Record<string, string> = {}): Promise<void> {
  router = await TestRouter.start(body, env);
  for (const worker of router.workers) worker.growing = true;
}

test('over HTTP/2 the last response of a router that stops ends whole', async () => {
  await start({ UNDERSTUDY_TLS_CERT: certificates.cert, UNDERSTUDY_TLS_KEY: certificates.key });
  const session = connect(router.url, { ca: readFileSync(certificates.ca) });
  const stream = session.request({ ':path': new URL(router.part('video.mp4')).pathname });
  const over = once(stream, 'close');
  await once(stream, 'response');
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await drain(router.app, router.context);
  await over;
  expect({ bytes, code: stream.rstCode }).toEqual({ bytes: body.length, code: 0 });
});

test('at the deadline HTTP/1.0 is reset and HTTP/2 told, so that neither takes that for the end', async () => {
  const tls = { UNDERSTUDY_TLS_CERT: certificates.cert, UNDERSTUDY_TLS_KEY: certificates.key };
  await start({ UNDERSTUDY_DRAIN_DEADLINE_MS: '0', ...tls });
  const [master] = router.workers;
  if (master === undefined) throw new Error('no workers');
  master.behaviours = [1, 2].map(() => ({ do: 'trickle', everyMs: 10 }) as const);
  const ca = readFileSync(certificates.ca);
  const { pathname } = new URL(router.part('video.mp4'));
  const stream = connect(router.url, { ca }).request({ ':path': pathname });
  stream.on('error', () => {}).resume();
  // Node's own client takes a reset for an end, over TLS.
  const old = promisify(execFile)('curl', [
    ...['-s', '--http1.0', '--no-alpn', '--cacert', certificates.ca, router.part('video.mp4')],
  ]).catch(({ code }: { code: number }) => code);
  await Promise.all([
    once(stream, 'response'),
    expect.poll(() => master.asked.length, { timeout: 10_000 }).toBe(2),
  ]);
  await expect.poll(() => router.context.streams.show(2).streams.every(({ bytes }) => bytes > 0)).toBe(true);
  const closed = new Promise((resolve) => stream.once('close', resolve));
  await drain(router.app, router.context);
  await closed;
  expect(stream.rstCode).toBe(constants.NGHTTP2_INTERNAL_ERROR);
  // CURLE_RECV_ERROR.
  expect(await old).toBe(56);
});

test('who asks for the next thing on a connection that is there gets it, and the connection is closed behind it', async () => {
  router = await TestRouter.start(body, {});
  const { hostname, port, pathname } = new URL(router.part('video.mp4'));
  const socket = connectTcp(Number(port), hostname);
  const request = `GET ${pathname} HTTP/1.1\r\nHost: a\r\n\r\n`;
  socket.write(request);
  const [first] = (await once(socket, 'data')) as [Buffer];
  // It is open as long as nobody takes it: it is more than sockets hold.
  socket.pause();
  const drained = drain(router.app, router.context);
  socket.write(request);
  const chunks = [first];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  await drained;
  const all = Buffer.concat(chunks);
  const headEnd = (from: number) => all.indexOf('\r\n\r\n', from) + 4;
  const second = headEnd(0) + body.length;
  const head = all.toString('latin1', second, headEnd(second));
  expect(head).toMatch(/^HTTP\/1\.1 200 /);
  expect(head).toMatch(/^connection: close\r$/im);
  expect(all.subarray(headEnd(second)).equals(body)).toBe(true);
});

test.each(['keep-alive', 'close'])(
  'a response that only its client has not taken yet is waited for: %s',
  async (connection) => {
    router = await TestRouter.start(body, {});
    const { hostname, port, pathname } = new URL(router.part('video.mp4'));
    const socket = connectTcp(Number(port), hostname).pause();
    const bytes = 400_000;
    socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: a\r\nRange: bytes=0-${bytes - 1}\r\nConnection: ${connection}\r\n\r\n`,
    );
    // For the router it has ended: the kernel has it.
    await expect
      .poll(async () => (await SendQueues.of(Number(port))).unsentBytes(), { timeout: 5_000 })
      .toBeGreaterThan(0);
    await expect.poll(() => router.context.streams.count).toBe(0);
    // It looks again and again, with a pause in between.
    const looks = vi.spyOn(SendQueues.prototype, 'unsentBytes');
    onTestFinished(() => looks.mockRestore());
    let isOver = false;
    const drained = drain(router.app, router.context).then(() => {
      isOver = true;
    });
    await expect.poll(() => isOver || looks.mock.calls.length >= 3, { timeout: 5_000 }).toBe(true);
    expect(isOver).toBe(false);
    const chunks: Buffer[] = [];
    for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
    await drained;
    const all = Buffer.concat(chunks);
    const from = all.indexOf('\r\n\r\n') + 4;
    expect(all.subarray(from).equals(body.subarray(0, bytes))).toBe(true);
  },
);

test('a connection that is idle when it begins is closed by its next answer, not under its next request', async () => {
  router = await TestRouter.start(body, {});
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const ask = async () => {
    const [answer] = (await once(
      get(router.part('video.mp4'), { agent, headers: { range: 'bytes=0-9' } }),
      'response',
    )) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return answer;
  };
  const before = await ask();
  const drained = drain(router.app, router.context);
  const meanwhile = await ask();
  expect([before, meanwhile].map(({ statusCode, headers }) => [statusCode, headers.connection])).toEqual([
    [206, 'keep-alive'],
    [206, 'close'],
  ]);
  await drained;
});

test('what the catalog answers ends whole, however long that takes', async () => {
  const catalog = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    catalog.close();
  });
  await once(catalog, 'listening');
  const { port } = catalog.address() as AddressInfo;
  await start({ UNDERSTUDY_CATALOG_URL: `http://127.0.0.1:${port}` });
  const asked = once(catalog, 'request');
  const answer = fetch(`${router.url}/v1/videos`, { method: 'POST', body: '{}' });
  const [, response] = (await asked) as [unknown, ServerResponse];
  const rounds = vi.spyOn(router.context.streams, 'drained');
  let isOver = false;
  const drained = drain(router.app, router.context).then(() => {
    isOver = true;
  });
  // Nothing streams, and yet it waits once more.
  await expect.poll(() => isOver || rounds.mock.calls.length >= 2, { timeout: 5_000 }).toBe(true);
  response.writeHead(201).end('created');
  await drained;
  expect(await (await answer).text()).toBe('created');
});

test('a response ends whole, and a stream that goes on is cut at the deadline', async () => {
  await start({ UNDERSTUDY_DRAIN_DEADLINE_MS: '1000' });
  const [master] = router.workers;
  if (master === undefined) throw new Error('no workers');
  master.behaviours = [{ do: 'trickle', everyMs: 10 }];
  const cut = playAll(router.part('video.mp4'));
  await expect.poll(() => master.trickled).toBeGreaterThan(0);
  const whole = playAll(router.part('video.mp4'));
  await expect.poll(() => master.asked.length).toBe(2);
  await drain(router.app, router.context);
  expectWhole(await whole, body);
  expect(await cut).toMatchObject({ whole: false });
});
