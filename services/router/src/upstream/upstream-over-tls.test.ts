import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { PeerTls } from '@understudy/peer-protocol';
import { PeerAuthority } from '@understudy/peer-protocol/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UpstreamClient, type UpstreamExchange } from './upstream-client.js';

const body = randomBytes(5_000_000);
const untrusted: string[] = [];
let authority: PeerAuthority;
let trust: PeerTls;
let server: Server;
let client: UpstreamClient;
const sockets: Socket[] = [];

beforeAll(async () => {
  authority = await PeerAuthority.create();
  const files = await authority.sign('peer');
  trust = new PeerTls(
    { ...files, name: undefined, listens: true },
    {
      certificateUsed: () => {},
      certificateNotUsed: () => {},
      peerUntrusted: (_url, error) => untrusted.push((error as Error & { code: string }).code),
    },
  );
  client = new UpstreamClient(randomBytes(32), trust);
  server = createServer(trust.serverOptions, (socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  client.close();
  trust.close();
  for (const socket of sockets) socket.destroy();
  server.close();
  await authority.remove();
});

const urlOf = (host: string) => `https://${host}:${(server.address() as AddressInfo).port}`;

/** Asks, and copies what comes; `hold` says of each piece whether it is held until the next turn. */
function ask(url: string, hold: () => boolean = () => false): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const exchange: UpstreamExchange = client.send(
      { method: 'GET', url, path: '/a', headers: [] },
      {
        onHead: () => {},
        onBytes(bytes) {
          if (!hold()) {
            chunks.push(Buffer.from(bytes));
            return true;
          }
          setTimeout(() => {
            chunks.push(Buffer.from(bytes));
            exchange.resume();
          });
          return false;
        },
        onEnd: () => resolve(Buffer.concat(chunks)),
        onBroken: reject,
      },
    );
  });
}

test.each([
  ['never', () => false],
  ['always', () => true],
  ['at random', () => Math.random() < 0.3],
])('a body comes through unchanged when it is held %s, over one connection', async (_when, hold) => {
  for (let time = 0; time < 3; time += 1)
    expect((await ask(urlOf('127.0.0.1'), hold)).equals(body)).toBe(true);
  expect(sockets).toHaveLength(1);
});

test('many at once, held now and then, do not read into each other', async () => {
  const url = urlOf('127.0.0.1');
  const bodies = await Promise.all(Array.from({ length: 20 }, () => ask(url, () => Math.random() < 0.3)));
  expect(bodies.every((each) => each.equals(body))).toBe(true);
});

test('a worker whose certificate is for another address is asked nothing', async () => {
  const open = sockets.length;
  await expect(ask(urlOf('localhost'))).rejects.toMatchObject({
    code: 'peer_unreachable',
    message: expect.stringContaining("does not match certificate's altnames"),
  });
  expect(untrusted).toEqual(['ERR_TLS_CERT_ALTNAME_INVALID']);
  expect(sockets.length - open).toBeLessThanOrEqual(1);
});
