import { createCipheriv } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { setTimeout } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { errorTable } from '@understudy/errors';
import { makeCertificates } from '@understudy/metadata-store/testing';
import { securityHeaders } from '@understudy/service-kit';
import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import { etag } from '../../services/router/src/testing/fake-worker.js';
import { playAll } from '../../services/router/src/testing/play.js';
import { TestRouter } from '../../services/router/src/testing/test-router.js';
import { until } from '../cluster/until.js';
import { cutBytes, cuts } from './arbitraries/bytes.js';
import { fromParts, mutated } from './arbitraries/texts.js';
import { fuzz } from './fuzz.js';

const body = createCipheriv('aes-128-ctr', Buffer.alloc(16, 3), Buffer.alloc(16)).update(
  Buffer.alloc(60_000),
);
/**
 * Above the idle time of a connection (72 s): node reads no more of one whose peer has broken the protocol of HTTP/2, not even its end, until that is over.
 */
const lastEndsMs = 90_000;
const started: Promise<TestRouter>[] = [];
const start = (env: Record<string, string> = {}): Promise<TestRouter> => {
  const router = TestRouter.start(body, env, 2);
  started.push(router);
  return router;
};
/** Most connections are closed sooner. */
const patienceMs = 100;
let plain: Promise<TestRouter> | undefined;
afterAll(async () => {
  for (const starting of started) {
    const router = await starting;
    await until('no connection is left', async () => (await openConnections(router)) === 0, lastEndsMs);
    await router.close();
  }
}, lastEndsMs + 30_000);

const openConnections = ({ app }: TestRouter) =>
  new Promise<number>((resolve) => app.server.getConnections((_error, count) => resolve(count)));

const head = fc
  .record({
    status: fc.constantFrom(
      '200 OK',
      '206 Partial Content',
      '304 Not Modified',
      '404 Not Found',
      '500 X',
      '429 Too Many',
    ),
    length: fc.constantFrom(
      'Content-Length: 60000',
      'Content-Length: 9',
      'Transfer-Encoding: chunked',
      'Content-Length: 0',
    ),
    range: fc.constantFrom(
      'Content-Range: bytes 0-59999/60000',
      'Content-Range: bytes 5-/*',
      'Understudy-Growing: 1',
    ),
    more: fc.constantFrom(
      'Content-Type: video/mp4',
      'Set-Cookie: a=b',
      'Server: w1',
      'Retry-After: 99999999999',
    ),
  })
  .map(
    ({ status, length, range, more }) =>
      `HTTP/1.1 ${status}\r\nETag: ${etag}\r\n${length}\r\n${range}\r\n${more}\r\n\r\n`,
  );
const answers = fc.array(
  fc.record({
    head: fc.oneof(
      { weight: 3, arbitrary: mutated(head, 2) },
      fromParts(['HTTP/1.1 200 OK', '\r\n', 'ETag: "a"', ':', '\n']),
    ),
    body: fc.oneof(
      fc.nat(60_000).map((length) => body.subarray(0, length)),
      fromParts([
        '5\r\n',
        'hello',
        '\r\n',
        '0\r\n',
        'understudy-end: 5\r\n',
        '\r\n',
        '{"code":"internal"}',
        'ffffffffffff\r\n',
      ]).map((text) => Buffer.from(text)),
    ),
    how: fc.constantFrom('reset' as const, 'end' as const, 'silence' as const),
  }),
  { minLength: 1, maxLength: 3 },
);

/** What a player may see of an answer: what is the worker's, what is told with every answer, and what Node adds. */
const publicHeader =
  /^(content-(type|length|range)|accept-ranges|etag|cache-control|retry-after|x-request-id|access-control-[a-z-]+|date|connection|keep-alive|transfer-encoding|vary)$/;
const isPublic = (name: string) => publicHeader.test(name) || Object.hasOwn(securityHeaders, name);

// Whatever workers answer, a player gets an answer or a cut one, nothing of the inside, and the next one gets the video.
fuzz(
  'hostile-workers',
  fc.record({ answers, range: fc.option(fc.constantFrom('bytes=0-', 'bytes=100-199'), { nil: undefined }) }),
  async ({ answers: scripted, range }) => {
    // Nothing here is worth waiting for.
    plain ??= start({ UNDERSTUDY_FAILOVER_DEADLINE_MS: '500', UNDERSTUDY_STALL_MS: '100' });
    const router = await plain;
    // Whichever worker is asked next.
    const behaviours = scripted.map((each) => ({
      do: 'write' as const,
      bytes: Buffer.concat([Buffer.from(each.head), each.body]),
      how: each.how,
    }));
    for (const worker of router.workers) worker.behaviours = [...behaviours];
    const played = await playAll(router.part('video.mp4'), range === undefined ? {} : { range });
    for (const name of Object.keys(played.headers)) expect(name).toSatisfy(isPublic);
    if (played.status >= 400) {
      const { code } = JSON.parse(played.body.toString()) as { code: keyof typeof errorTable };
      expect([errorTable[code]?.statusCode, code]).toEqual([played.status, code]);
      expect(code).not.toBe('internal');
    } else if (played.whole && played.status !== 304 && played.headers['content-length'] !== undefined)
      expect(played.body.length).toBe(Number(played.headers['content-length']));
    for (const worker of router.workers) worker.behaviours = [];
    let next = await playAll(router.part('video.mp4'));
    // A kept connection whose other end says nothing more is found out by asking over it, one of each worker.
    for (let tries = 0; tries < scripted.length * 2 && next.status === 503; tries += 1)
      next = await playAll(router.part('video.mp4'));
    expect([next.status, next.whole, next.body.equals(body)]).toEqual([200, true, true]);
  },
  { shortInputs: 8 },
);

const frameTypes = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goaway: 7,
  window: 8,
  continuation: 9,
};
/** RFC 7541 appendix A and section 6.2.2: indexed fields, and literals without an index. */
const literal = (name: string, value: string) =>
  Buffer.concat([
    Buffer.of(0, name.length & 127),
    Buffer.from(name),
    Buffer.of(value.length & 127),
    Buffer.from(value),
  ]);
const fields = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          Buffer.of(0x82),
          Buffer.of(0x87),
          Buffer.of(0x84),
          literal(':authority', 'a'),
        ),
      },
      fc.constantFrom(
        ...[
          literal(':path', '/v/x/video.mp4'),
          literal('range', 'bytes=0-0'),
          literal('connection', 'close'),
          literal('Upper', 'x'),
        ],
        ...[
          literal(':method', 'POST'),
          literal('content-length', '5'),
          literal('host', 'b'),
          literal('te', 'trailers'),
          Buffer.of(0xff, 0xff, 0xff),
        ],
        ...[
          Buffer.of(0x3f, 0xff, 0xff, 0xff, 0xff, 0x0f),
          literal('cookie', 'a'.repeat(100)),
          literal(':path', ''),
          literal('a\r\nb', 'c'),
        ],
      ),
    ),
    { maxLength: 8 },
  )
  .map((all) => Buffer.concat(all));
const frames = fc.record({
  type: fc.oneof(
    { weight: 3, arbitrary: fc.constant(1) },
    fc.constantFrom(...Object.values(frameTypes)),
    fc.nat(255),
  ),
  flags: fc.oneof(fc.constantFrom(0, 1, 4, 5, 0x2d), fc.nat(255)),
  stream: fc.oneof(fc.constantFrom(0, 1, 3, 5, 7, 2, 2 ** 31 - 1), fc.nat(2 ** 32 - 1)),
  payload: fc.oneof(
    { weight: 3, arbitrary: fields },
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  ),
  length: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, fc.nat(2 ** 24 - 1)),
  times: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.constantFrom(50, 2_000)),
});

type Frame = typeof frames extends fc.Arbitrary<infer F> ? F : never;

function frameBytes({ type, flags, stream, payload, length, times }: Frame): Buffer {
  const start = Buffer.alloc(9);
  start.writeUIntBE(length ?? payload.length, 0, 3);
  start.writeUInt8(type, 3);
  start.writeUInt8(flags, 4);
  start.writeUInt32BE(stream, 5);
  return Buffer.concat(Array.from({ length: times }, () => Buffer.concat([start, payload])));
}

const certificates = await makeCertificates();
afterAll(() => certificates.remove());
let secure: Promise<TestRouter> | undefined;

// Whatever frames come over HTTP/2, the connection ends, and another one is served.
fuzz(
  'http2-frames',
  fc.record({ all: fc.array(frames, { maxLength: 8 }), settings: fc.boolean(), where: cuts }),
  async ({ all, settings, where }) => {
    secure ??= start({ UNDERSTUDY_TLS_CERT: certificates.cert, UNDERSTUDY_TLS_KEY: certificates.key });
    const router = await secure;
    const ca = readFileSync(certificates.ca);
    const { hostname, port } = new URL(router.url);
    const socket = connectTls({ host: hostname, port: Number(port), ALPNProtocols: ['h2'], ca });
    socket.on('error', () => undefined);
    const closed = once(socket, 'close').catch(() => undefined);
    await once(socket, 'secureConnect');
    socket.resume();
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    if (settings) socket.write(Buffer.from('000000040000000000', 'hex'));
    for (const piece of cutBytes(Buffer.concat(all.map(frameBytes)), where)) socket.write(piece);
    socket.end();
    // A request that is not whole may take its time; that nothing stays is seen at the end.
    await Promise.race([closed, setTimeout(patienceMs)]);
    socket.destroy();
    const honest = connectHttp2(router.url, { ca });
    try {
      const stream = honest.request({
        ':path': new URL(router.part('video.mp4')).pathname,
        range: 'bytes=0-99',
      });
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).equals(body.subarray(0, 100))).toBe(true);
    } finally {
      honest.close();
    }
  },
  { shortInputs: 8 },
);
