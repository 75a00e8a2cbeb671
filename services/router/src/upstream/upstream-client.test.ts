import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { borrowLarge, returnLarge } from '@understudy/direct-body';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ResponseHead } from './parse-head.js';
import { UpstreamClient, type UpstreamExchange } from './upstream-client.js';

let server: Server;
let client: UpstreamClient;
let sockets: Socket[];
/** What the worker does with each request it has read the head of. */
let answer: (socket: Socket, head: string) => void;

beforeEach(async () => {
  sockets = [];
  client = new UpstreamClient(randomBytes(32));
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (head) => answer(socket, head.toString('latin1')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  client.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

interface Asked {
  readonly head: ResponseHead | undefined;
  readonly body: Buffer;
  readonly error: Error | undefined;
}

/** Asks, and copies what comes; `hold` says of each piece whether it is held until the next turn. */
function ask(hold: (bytes: Buffer) => boolean = () => false, headers: string[] = []): Promise<Asked> {
  return new Promise((resolve) => {
    let head: ResponseHead | undefined;
    const chunks: Buffer[] = [];
    const end = (error?: Error) => resolve({ head, body: Buffer.concat(chunks), error });
    const exchange: UpstreamExchange = client.send(
      {
        method: 'GET',
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        path: '/a',
        headers,
      },
      {
        onHead: (received) => {
          head = received;
        },
        onBytes(bytes) {
          if (!hold(bytes)) {
            chunks.push(Buffer.from(bytes));
            return true;
          }
          // Copied as late as a player's write may read it.
          setTimeout(() => {
            chunks.push(Buffer.from(bytes));
            exchange.resume();
          });
          return false;
        },
        onEnd: () => end(),
        onBroken: end,
      },
    );
  });
}

const body = randomBytes(5_000_000);
const serve = (socket: Socket) => {
  socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`);
  socket.write(body);
};

test.each([
  ['never', () => false],
  ['always', () => true],
  ['at random', () => Math.random() < 0.3],
])('a body comes through unchanged when it is held %s, over one connection', async (_when, hold) => {
  answer = serve;
  for (let time = 0; time < 3; time += 1) {
    const asked = await ask(hold);
    expect(asked.error).toBeUndefined();
    expect(asked.body.equals(body)).toBe(true);
  }
  expect(sockets).toHaveLength(1);
});

test('many at once, held now and then, do not read into each other', async () => {
  answer = serve;
  const asked = await Promise.all(Array.from({ length: 20 }, () => ask(() => Math.random() < 0.3)));
  expect(asked.every((each) => each.body.equals(body))).toBe(true);
});

test('answers that are left while they come leave no large buffer lent', async () => {
  answer = serve;
  const borrowed = () => {
    const buffers: Buffer[] = [];
    for (let buffer = borrowLarge(); buffer !== undefined; buffer = borrowLarge()) buffers.push(buffer);
    for (const buffer of buffers) returnLarge(buffer);
    return buffers.length;
  };
  const free = borrowed();
  for (let time = 0; time < 5; time += 1) {
    const asked = await ask(() => {
      throw new Error('left');
    });
    expect(asked.error).toMatchObject({ message: 'left' });
  }
  expect(borrowed()).toBe(free);
});

test('a head in pieces and a body behind it in the same read', async () => {
  answer = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nconte');
    setTimeout(() => socket.write('nt-length: 5\r\n\r\nhello'), 20);
  };
  expect(await ask()).toMatchObject({ head: { status: 200 }, body: Buffer.from('hello') });
});

test('a kept connection that was closed is replaced by a new one, once', async () => {
  answer = (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  await ask();
  // Closed when the next request is under way already.
  answer = (socket) => (socket === sockets[0] ? socket.resetAndDestroy() : serve(socket));
  expect((await ask()).body.equals(body)).toBe(true);
  expect(sockets).toHaveLength(2);
  answer = (socket) => socket.resetAndDestroy();
  expect((await ask()).error).toMatchObject({ code: 'peer_unreachable' });
  expect(sockets).toHaveLength(3);
});

test('an answer that was begun is not asked for again', async () => {
  answer = (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  await ask();
  answer = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhal', () => socket.resetAndDestroy());
  };
  expect(await ask()).toMatchObject({ body: Buffer.from('hal'), error: { code: 'peer_unreachable' } });
  expect(sockets).toHaveLength(1);
});

test.each([
  ['more than was asked for', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n'],
  ['an answer that closes', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 5\r\n\r\nhello'],
])('after %s the connection is not used again', async (_what, text) => {
  answer = (socket) => socket.write(text);
  await ask();
  await ask();
  expect(sockets).toHaveLength(2);
});

test.each([
  ['a head without an end', 'HTTP/1.1 200 OK\r\n'.padEnd(20_000, 'x')],
  ['no HTTP', '220 smtp.example.org ESMTP\r\n\r\n'],
])('%s is no answer', async (_what, text) => {
  answer = (socket) => socket.write(text);
  expect((await ask()).error).toMatchObject({ code: 'peer_protocol' });
});

test('a header with a line feed never becomes another header', () => {
  expect(() =>
    client.send(
      { method: 'GET', url: 'http://127.0.0.1:1', path: '/', headers: ['range', 'a\r\nb: c'] },
      {
        onHead: () => {},
        onBytes: () => true,
        onEnd: () => {},
        onBroken: () => {},
      },
    ),
  ).toThrow(expect.objectContaining({ code: 'bad_request' }));
});
