import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DirectBody } from './direct-body.js';

const bytes = randomBytes(6_000_000);
const pieceBytes = 150_000;
let server: Server;
let port: number;
/** How many writes were over at once, and how many were waited for. */
let atOnce = 0;
let waited = 0;
/** What the last `end` said. */
let ended: boolean | undefined;

beforeEach(async () => {
  atOnce = 0;
  waited = 0;
  server = createServer((request, response) => void send(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends all bytes out of one buffer, which is overwritten as soon as that is allowed. */
async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const hasLength = request.url !== '/chunked';
  const hasTrailer = !hasLength && request.httpVersion !== '1.0';
  response.writeHead(200, {
    ...(hasLength && { 'content-length': bytes.length }),
    ...(hasTrailer && { trailer: 'end' }),
  });
  const body = new DirectBody(response, hasLength);
  const buffer = Buffer.alloc(pieceBytes);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const length = bytes.copy(buffer, 0, at, at + pieceBytes);
    const has = await new Promise<boolean>((resolve) => {
      if (body.write(buffer.subarray(0, length), () => resolve(false))) resolve(true);
    });
    if (has) atOnce += 1;
    else waited += 1;
    buffer.fill(0);
  }
  if (hasTrailer) response.addTrailers({ end: String(bytes.length) });
  ended = body.end();
}

async function read(path: string, slowly = false): Promise<{ sha256: string; answer: IncomingMessage }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ port, path, agent: false }, resolve).on('error', reject);
  });
  const hash = createHash('sha256');
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if (slowly) await sleep(1);
    hash.update(chunk);
  }
  return { sha256: hash.digest('hex'), answer };
}

const expected = createHash('sha256').update(bytes).digest('hex');

test.each([
  ['/', false],
  ['/', true],
  ['/chunked', false],
  ['/chunked', true],
])('%s comes through unchanged out of one buffer, also to a slow client: %s', async (path, slowly) => {
  expect((await read(path, slowly)).sha256).toBe(expected);
  if (slowly) expect(waited).toBeGreaterThan(0);
});

test('a trailer stands behind the chunks', async () => {
  expect((await read('/chunked')).answer.trailers).toEqual({ end: String(bytes.length) });
});

test('responses of a pipeline come whole and in their order', async () => {
  const socket = connect(port, '127.0.0.1');
  const request = 'GET / HTTP/1.1\r\nHost: a\r\n';
  socket.write(`${request}\r\n${request}\r\n${request}Connection: close\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  let from = 0;
  for (let response = 0; response < 3; response += 1) {
    const start = all.indexOf('\r\n\r\n', from) + 4;
    from = start + bytes.length;
    expect(createHash('sha256').update(all.subarray(start, from)).digest('hex')).toBe(expected);
  }
  expect(from).toBe(all.length);
});

test('an HTTP/1.0 client gets no chunks', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /chunked HTTP/1.0\r\n\r\n');
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  expect(all.subarray(all.indexOf('\r\n\r\n') + 4).equals(bytes)).toBe(true);
});

test('an end behind what was taken says that nothing is left to take', async () => {
  await read('/');
  expect(ended).toBe(true);
  ended = undefined;
  await read('/chunked');
  expect(ended).toBe(true);
});

test('to a client that keeps up most writes are over at once', async () => {
  await read('/');
  expect(atOnce).toBeGreaterThan(waited);
});
