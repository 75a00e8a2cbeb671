import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Certificates, makeCertificates } from '@understudy/metadata-store/testing';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { EventFeed } from './event-feed.js';
import { createLogger } from './logger.js';
import { createServer } from './server.js';

// What all servers of ours have, with shorter times: none waits for a client without an end, whatever it speaks.

const limits = {
  headersTimeout: 300,
  requestTimeout: 600,
  connectionsCheckingInterval: 50,
  keepAliveTimeout: 400,
  handshakeTimeout: 300,
};
/** For a busy machine: far below the times that clients would stay for. */
const soonMs = 4_000;
const drip = 60;

let certificates: Certificates;
let plain: FastifyInstance;
let secure: FastifyInstance;
let clients: Socket[] = [];
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());
beforeEach(async () => {
  const logger = createLogger('silent', { service: 'test' }, new EventFeed(1));
  const tls = { cert: readFileSync(certificates.cert), key: readFileSync(certificates.key) };
  plain = createServer({ logger, bodyLimitBytes: 100_000, limits });
  secure = createServer({ logger, bodyLimitBytes: 100_000, limits, tls });
  for (const app of [plain, secure]) {
    app.post('/', () => ({}));
    app.get('/', () => ({}));
    await app.listen({ host: '127.0.0.1', port: 0 });
  }
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  for (const app of [plain, secure]) {
    app.server.closeAllConnections();
    await app.close();
  }
});

const portOf = (app: FastifyInstance) => (app.server.address() as { port: number }).port;

async function open(way: 'plain' | 'tls' | 'h2'): Promise<Socket> {
  const socket =
    way === 'plain'
      ? connect(portOf(plain), '127.0.0.1')
      : connectTls({
          port: portOf(secure),
          host: '127.0.0.1',
          ca: readFileSync(certificates.ca),
          ALPNProtocols: [way === 'h2' ? 'h2' : 'http/1.1'],
        });
  clients.push(socket);
  socket.on('error', () => {}).resume();
  await once(socket, way === 'plain' ? 'connect' : 'secureConnect');
  return socket;
}

/** Writes `first`, then `more` again and again. How long the other side bears it; undefined where that is too long. */
async function borne(
  socket: Socket,
  first: Buffer | string,
  more?: Buffer | string,
): Promise<number | undefined> {
  const startedAtMs = performance.now();
  socket.write(first);
  const timer = more === undefined ? undefined : setInterval(() => socket.write(more), drip);
  const isClosed = await Promise.race([
    new Promise<true>((resolve) => socket.once('close', () => resolve(true))),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), soonMs)),
  ]);
  clearInterval(timer);
  return isClosed ? performance.now() - startedAtMs : undefined;
}

const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n';

test.each(['plain', 'tls'] as const)(
  'HTTP/1.1, %s: nothing, a slow head, a slow body, and nothing more',
  async (way) => {
    const times = await Promise.all([
      borne(await open(way), ''),
      borne(await open(way), 'POST / HTTP/1.1\r\nHost: a\r\n', 'X: y\r\n'),
      borne(await open(way), `${head}\r\n{`, ' '),
      borne(await open(way), 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
      borne(await open(way), `${head}\r\n{`),
    ]);
    expect(times.every((ms) => ms !== undefined)).toBe(true);
  },
);

test('a TLS handshake that does not go on', async () => {
  const socket = connect(portOf(secure), '127.0.0.1');
  clients.push(socket);
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  expect(await borne(socket, '')).toBeDefined();
});

/** RFC 9113 section 4.1. */
function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const start = Buffer.alloc(9);
  start.writeUIntBE(payload.length, 0, 3);
  start.writeUInt8(type, 3);
  start.writeUInt8(flags, 4);
  start.writeUInt32BE(stream, 5);
  return Buffer.concat([start, payload]);
}
const preface = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0)]);
/** `:method: POST` (or GET), `:scheme: https`, `:path: /`, `:authority: a` (RFC 7541 appendix A). */
const fields = (method: 'GET' | 'POST') =>
  Buffer.from([method === 'GET' ? 0x82 : 0x83, 0x87, 0x84, 0x01, 1, 'a'.charCodeAt(0)]);
const [endStream, endHeaders] = [1, 4];
const field = Buffer.from([0, 1, 'x'.charCodeAt(0), 1, 'y'.charCodeAt(0)]);
const ping = frame(6, 0, 0, Buffer.alloc(8));

test('HTTP/2: no preface, no request, pings alone, a head that never ends, and nothing more', async () => {
  const asked = frame(1, endStream | endHeaders, 1, fields('GET'));
  const times = await Promise.all([
    borne(await open('h2'), ''),
    borne(await open('h2'), preface),
    borne(await open('h2'), preface, ping),
    borne(await open('h2'), Buffer.concat([preface, frame(1, 0, 1, fields('GET'))]), frame(9, 0, 1, field)),
    borne(await open('h2'), Buffer.concat([preface, asked])),
    borne(await open('h2'), Buffer.concat([preface, asked]), ping),
    borne(
      await open('h2'),
      Buffer.concat([preface, frame(1, endHeaders, 1, fields('POST'))]),
      frame(0, 0, 1, Buffer.from(' ')),
    ),
  ]);
  expect(times.map((ms) => ms !== undefined)).toEqual(Array.from({ length: 7 }, () => true));
}, 20_000);
