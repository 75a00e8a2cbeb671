import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { LivenessProbe } from './liveness-probe.js';

/** One probe of its own. */
function isAlive(url: string, timeoutMs: number): Promise<boolean> {
  return new LivenessProbe({ timeoutMs, longestMs: 1_000 }).isAlive(url);
}

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(listener: RequestListener, port = 0) {
  const server = createServer(listener).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await once(server.close(), 'close');
  };
  closers.push(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

test('a worker that answers is alive, again and again over one connection', async () => {
  const connections = new Set<unknown>();
  const { url } = await serve((request, response) => {
    connections.add(request.socket);
    response.end('{}');
  });
  for (let probe = 0; probe < 3; probe += 1) expect(await isAlive(url, 1_000)).toBe(true);
  expect(connections.size).toBe(1);
});

test('one that is not ready, cannot be reached, or says nothing is not', async () => {
  const broken = await serve((_request, response) => response.writeHead(500).end());
  expect(await isAlive(broken.url, 1_000)).toBe(false);
  await broken.stop();
  expect(await isAlive(broken.url, 1_000)).toBe(false);
  const silent = createTcpServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  closers.push(() => once(silent.close(), 'close'));
  const startedAtMs = performance.now();
  expect(await isAlive(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`, 100)).toBe(false);
  expect(performance.now() - startedAtMs).toBeGreaterThan(95);
});

test('a restarted worker at the same address is alive, though the kept connection is not', async () => {
  const first = await serve((_request, response) => response.end('{}'));
  expect(await isAlive(first.url, 1_000)).toBe(true);
  await first.stop();
  const again = await serve((_request, response) => response.end('{}'), Number(new URL(first.url).port));
  expect(await isAlive(again.url, 1_000)).toBe(true);
});

test('an answer that came while our own loop was late is no silence', async () => {
  const thread = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:http').createServer((_request, response) => response.end('{}'));
     server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  closers.push(() => thread.terminate());
  const [port] = await once(thread, 'message');
  const url = `http://127.0.0.1:${port}`;
  await isAlive(url, 1_000);
  const probing = isAlive(url, 50);
  // The request is written; then this loop does not turn for longer than the probe may take.
  await new Promise((resolve) => setImmediate(resolve));
  const busyUntilMs = performance.now() + 120;
  while (performance.now() < busyUntilMs);
  expect(await probing).toBe(true);
});

/** Answers each probe when it is told to. */
async function serveWhenTold() {
  const waiting: (() => void)[] = [];
  const server = await serve((_request, response) => waiting.push(() => response.end('{}')));
  return { ...server, waiting, answer: () => waiting.shift()?.() };
}

test('one that was late is waited for longer the next time, and less again with time', async () => {
  const { url, waiting, answer } = await serveWhenTold();
  const probe = new LivenessProbe({ timeoutMs: 50, longestMs: 5_000 });
  expect(await probe.isAlive(url)).toBe(false);
  expect(probe.slowness(url)).toBe(1);
  // Late enough for a busy machine to be in time with the next one.
  setTimeout(answer, 300);
  await expect.poll(() => probe.slowness(url)).toBeGreaterThan(12);
  expect(probe.slowness(url)).toBeLessThan(100);

  const again = probe.isAlive(url);
  await expect.poll(() => waiting.length).toBe(1);
  setTimeout(answer, 60);
  expect(await again).toBe(true);

  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const before = probe.slowness(url);
  vi.advanceTimersByTime(30_000);
  expect(probe.slowness(url) - 1).toBeCloseTo((before - 1) / 2, 1);
});

test('one is not waited for longer than the longest, and forgotten when it is no member any more', async () => {
  const { url, answer } = await serveWhenTold();
  const probe = new LivenessProbe({ timeoutMs: 20, longestMs: 100 });
  expect(await probe.isAlive(url)).toBe(false);
  answer();
  await expect.poll(() => probe.slowness(url)).toBeGreaterThan(1);
  expect(probe.slowness(url)).toBeLessThanOrEqual(5);
  probe.retain((member) => member === url);
  expect(probe.slowness(url)).toBeGreaterThan(1);
  probe.retain(() => false);
  expect(probe.slowness(url)).toBe(1);
});

test('without hurry one that is late is waited for', async () => {
  const { url, waiting, answer } = await serveWhenTold();
  const probing = new LivenessProbe({ timeoutMs: 20, longestMs: 5_000 }).isAlive(url, false);
  await expect.poll(() => waiting.length).toBe(1);
  setTimeout(answer, 60);
  expect(await probing).toBe(true);
});
