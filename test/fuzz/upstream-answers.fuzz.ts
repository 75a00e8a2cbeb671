import { encodeFrame, type FeedFrame, readFrames } from '@understudy/peer-protocol';
import fc from 'fast-check';
import { expect } from 'vitest';
import { judgeAnswer } from '../../services/router/src/play/judge-answer.js';
import { ChunkedBody } from '../../services/router/src/upstream/chunked-body.js';
import { parseHead } from '../../services/router/src/upstream/parse-head.js';
import { cutBytes, cuts, mutatedBytes } from './arbitraries/bytes.js';
import { jsonValues } from './arbitraries/json.js';
import { fromParts, mutated } from './arbitraries/texts.js';
import { fuzz, unlessRefused } from './fuzz.js';

const headLines = fromParts(
  [
    ...[
      'HTTP/1.1 200 OK',
      'HTTP/1.1 206 Partial Content',
      'HTTP/1.0 200 OK',
      'HTTP/1.1 100 Continue',
      '\r\n',
      '\r\n',
    ],
    ...[
      'Content-Length: 5',
      'Content-Length: 99999999999999999999',
      'Transfer-Encoding: chunked',
      'Connection: close',
    ],
    ...[
      'ETag: "a"',
      'Content-Range: bytes 0-4/9',
      'Content-Range: bytes 5-/*',
      'understudy-growing: 1',
      '__proto__: x',
    ],
    ...['\n', '\r', ':', ' ', '\t', '\u0000'],
  ],
  20,
);
const goodHead = fc.constant(
  'HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\nETag: "a"\r\nContent-Range: bytes 0-4/9',
);

// A head is understood in one way or refused, and what is understood is counted in bytes that a number holds.
fuzz(
  'answer-heads',
  fc.record({
    head: fc.oneof(
      mutated(goodHead),
      headLines.map((rest) => `HTTP/1.1 200 OK\r\n${rest}`),
      headLines,
    ),
    method: fc.constantFrom('GET', 'HEAD'),
    continues: fc.boolean(),
  }),
  ({ head, method, continues }) => {
    const read = unlessRefused(() => parseHead(head, method), 'peer_protocol');
    if (read === undefined) return;
    expect(read.status).toBeGreaterThanOrEqual(200);
    if (read.framing.kind === 'length') expect(Number.isSafeInteger(read.framing.bytes)).toBe(true);
    const question = continues
      ? ({ kind: 'continue', etag: '"a"', next: 0 } as const)
      : ({ kind: 'begin', method: method as 'GET' | 'HEAD' } as const);
    const verdict = judgeAnswer(question, read.status, read.headers);
    if (verdict.kind !== 'deliver') return;
    expect(Number.isSafeInteger(verdict.head.first)).toBe(true);
    if (continues) expect([verdict.head.first, verdict.head.etag]).toEqual([0, '"a"']);
  },
);

const chunked = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 })
  .map((chunks) =>
    Buffer.concat([
      ...chunks.flatMap((chunk) => [
        Buffer.from(`${chunk.length.toString(16)}\r\n`),
        chunk,
        Buffer.from('\r\n'),
      ]),
      Buffer.from('0\r\nunderstudy-end: 5\r\n\r\n'),
    ]),
  );

/** What a chunked body in these pieces comes to. */
function readChunked(pieces: readonly Buffer[]) {
  const body = new ChunkedBody();
  const data: Buffer[] = [];
  const refused =
    unlessRefused(() => {
      for (const piece of pieces)
        for (let from = 0; from < piece.length && !body.done; ) {
          const { start, end } = body.next(piece, from);
          if (end <= from) throw new Error('it does not go on');
          data.push(piece.subarray(start, end));
          from = end;
        }
      return true;
    }, 'peer_protocol') === undefined;
  return { refused, done: body.done, data: Buffer.concat(data), trailers: { ...body.trailers } };
}

// However it comes in pieces, a body is the same, or refused after the same bytes.
fuzz('chunked-bodies', fc.record({ bytes: mutatedBytes(chunked), where: cuts }), ({ bytes, where }) => {
  const whole = readChunked([bytes]);
  expect(readChunked(cutBytes(bytes, where))).toEqual(whole);
  expect(readChunked([...bytes].map((byte) => Buffer.of(byte)))).toEqual(whole);
});

const frames: fc.Arbitrary<FeedFrame> = fc.oneof(
  fc.record({ type: fc.constant('beat' as const), readers: fc.nat(5) }),
  fc.record({ type: fc.constant('end' as const), complete: fc.boolean() }),
  fc.record({
    type: fc.constant('data' as const),
    piece: fc.constantFrom('init' as const, 'storyboard-2' as const, 3),
    offset: fc.nat(2 ** 31),
    bytes: fc.uint8Array({ maxLength: 30 }),
  }),
  fc.record({
    type: fc.constant('seal' as const),
    sealed: fc.record({
      piece: fc.constantFrom('poster' as const, 4),
      length: fc.nat(),
      sha256: fc.constant('b'.repeat(64)),
    }),
  }),
  fc.record({
    type: fc.constant('meta' as const),
    meta: fc.record({
      artifactId: fc.constant('a'.repeat(32)),
      description: fc.constant('{}'),
      beatIntervalMs: fc.nat(1_000),
      readers: fc.nat(3),
      edition: fc.nat(3),
      manifest: fc.array(
        fc.record({ piece: fc.constant(0), length: fc.nat(9), sha256: fc.constant('c'.repeat(64)) }),
      ),
    }),
  }),
);
/** A frame of any payload. */
const oddFrames = fc.tuple(fc.nat(6), jsonValues).map(([type, payload]) => {
  const bytes = Buffer.from(payload);
  const header = Buffer.alloc(5);
  header.writeUInt32BE(bytes.length, 0);
  header.writeUInt8(type, 4);
  return Buffer.concat([header, bytes]);
});
const feeds = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: frames.map((frame) => Buffer.concat(encodeFrame(frame))) },
      { weight: 1, arbitrary: oddFrames },
    ),
    {
      maxLength: 5,
    },
  )
  .map((all) => Buffer.concat(all));

async function readFeed(pieces: readonly Buffer[]) {
  async function* coming() {
    yield* pieces;
  }
  const read: string[] = [];
  try {
    for await (const frame of readFrames(coming())) read.push(JSON.stringify(frame));
  } catch (error) {
    expect(error).toMatchObject({ code: 'peer_protocol' });
    read.push('refused');
  }
  return read;
}

fuzz('feeds', fc.record({ bytes: mutatedBytes(feeds), where: cuts }), async ({ bytes, where }) => {
  expect(await readFeed(cutBytes(bytes, where))).toEqual(await readFeed([bytes]));
});
