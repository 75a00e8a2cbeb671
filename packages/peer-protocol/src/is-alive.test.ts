import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { isAlive } from './is-alive.js';

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
