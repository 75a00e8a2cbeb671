import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type Certificates, makeCertificates } from '@understudy/metadata-store/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

// Attacks on HTTP/2 itself. Most of what stops them is nghttp2's and Node's: a version without it fails here.

const body = randomBytes(20_000_000);
let certificates: Certificates;
let router: TestRouter;
let honest: ClientHttp2Session;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());
beforeEach(async () => {
  router = await TestRouter.start(body, {
    UNDERSTUDY_TLS_CERT: certificates.cert,
    UNDERSTUDY_TLS_KEY: certificates.key,
  });
  honest = connect(router.url, trusted());
  honest.on('error', () => undefined);
});
afterEach(async () => {
  honest.destroy();
  await router.close();
});

const trusted = () => ({ ca: readFileSync(certificates.ca) });
const path = () => new URL(router.part('video.mp4')).pathname;

/** A player that behaves gets the first 100 bytes; how long that took. */
async function playMs(): Promise<number> {
  const startedAtMs = performance.now();
  const stream = honest.request({ ':path': path(), range: 'bytes=0-99' });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).equals(body.subarray(0, 100))).toBe(true);
  return performance.now() - startedAtMs;
}

/** A connection that speaks frames of its own making, after the preface and empty settings. */
async function rawConnection(): Promise<TLSSocket> {
  const { hostname, port } = new URL(router.url);
  const socket = connectTls({ host: hostname, port: Number(port), ALPNProtocols: ['h2'], ...trusted() });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(frame(4, 0, 0));
  socket.resume();
  return socket;
}

/** RFC 9113 section 4.1. */
function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const [endStream, endHeaders] = [1, 4];

/** The fields of a GET, RFC 7541 appendix A: `:method: GET`, `:scheme: https`, then `:path` and `:authority` as literals. */
function getHead(): Buffer {
  const literal = (index: number, text: string) => [index, text.length, ...Buffer.from(text)];
  return Buffer.from([0x82, 0x87, ...literal(0x04, path()), ...literal(0x01, new URL(router.url).host)]);
}

/** Writes what `frames` gives until the other side has closed, at most `most` times. Returns how many were written. */
async function flood(socket: TLSSocket, most: number, frames: (count: number) => Buffer): Promise<number> {
  let count = 0;
  while (count < most && !socket.destroyed && socket.writable) {
    count += 1;
    if (!socket.write(frames(count)))
      await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
    if (count % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return count;
}

test('requests that are reset as soon as they are sent (CVE-2023-44487) are soon read no more; others play on', async () => {
  const socket = await rawConnection();
  const received: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => received.push(bytes));
  const cancel = Buffer.from([0, 0, 0, 8]);
  await flood(socket, 20_000, (count) => {
    const stream = 2 * count - 1;
    return Buffer.concat([frame(1, endStream | endHeaders, stream, getHead()), frame(3, 0, stream, cancel)]);
  });
  // RFC 9113 section 6.8: GOAWAY tells the last stream that was looked at.
  await expect.poll(() => lastStreamOf(Buffer.concat(received))).toBeLessThan(2 * 2_000);
  expect(await playMs()).toBeLessThan(1_000);
  expect(router.context.streams.count).toBe(0);
  socket.destroy();
});

/** The last stream that a GOAWAY among `frames` names; infinity while there is none. */
function lastStreamOf(frames: Buffer): number {
  for (let at = 0; at + 9 <= frames.length; at += 9 + frames.readUIntBE(at, 3))
    if (frames[at + 3] === 7 && at + 13 <= frames.length) return frames.readUInt32BE(at + 9);
  return Number.POSITIVE_INFINITY;
}

test('a hundred responses that nobody reads hold little memory, and no other player', async () => {
  const before = process.memoryUsage().rss;
  const attacker = connect(router.url, { ...trusted(), settings: { initialWindowSize: 0 } });
  attacker.on('error', () => undefined);
  const streams = Array.from({ length: 100 }, () => attacker.request({ ':path': path() }));
  for (const stream of streams) stream.on('error', () => undefined);
  await Promise.all(streams.map((stream) => once(stream, 'response')));
  for (let play = 0; play < 20; play += 1) await playMs();
  // Of 20 MB each: what lies in buffers between the worker and here, both ends of which are in this process.
  expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  attacker.destroy();
  await expect.poll(() => router.context.streams.count).toBe(0);
});

test('header fields without an end (CONTINUATION frames) end the connection', async () => {
  const socket = await rawConnection();
  // A literal field of 100 bytes that is not indexed, RFC 7541 section 6.2.2; END_HEADERS never comes.
  const field = Buffer.concat([
    Buffer.from([0, 1]),
    Buffer.from('x'),
    Buffer.from([100]),
    Buffer.alloc(100, 97),
  ]);
  socket.write(frame(1, 0, 1, field));
  const sent = await flood(socket, 100_000, () => frame(9, 0, 1, field));
  expect(sent).toBeLessThan(100_000);
  expect(await playMs()).toBeLessThan(1_000);
});

test('pings without end, by a client that takes no answer, end the connection', async () => {
  const socket = await rawConnection();
  socket.pause();
  const ping = (count: number) => frame(6, 0, 0, Buffer.from(String(count).padStart(8, '0')));
  expect(await flood(socket, 400_000, ping)).toBeLessThan(400_000);
  expect(await playMs()).toBeLessThan(1_000);
});

test('settings without end cost nobody else their turn', async () => {
  const socket = await rawConnection();
  const flooded = flood(socket, 200_000, () => frame(4, 0, 0));
  for (let play = 0; play < 20; play += 1) expect(await playMs()).toBeLessThan(2_000);
  await flooded;
  socket.destroy();
});
