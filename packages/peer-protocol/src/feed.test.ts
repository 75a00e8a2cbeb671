import { isUnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { encodeFrame, type FeedFrame, readFrames } from './feed.js';

const sha256 = '0'.repeat(64);
const frames: FeedFrame[] = [
  {
    type: 'meta',
    meta: {
      artifactId: 'a',
      description: '{}',
      beatIntervalMs: 200,
      readers: 1,
      edition: 2,
      manifest: [{ piece: 'init', length: 3, sha256 }],
    },
  },
  { type: 'data', piece: 'init', offset: 0, bytes: Buffer.from('abc') },
  { type: 'data', piece: 7, offset: 2 ** 40, bytes: Buffer.alloc(100_000, 1) },
  { type: 'data', piece: 'poster', offset: 0, bytes: Buffer.alloc(0) },
  { type: 'data', piece: 'storyboard-11', offset: 0, bytes: Buffer.from('x') },
  { type: 'seal', sealed: { piece: 'storyboard-11', length: 1, sha256 } },
  { type: 'seal', sealed: { piece: 7, length: 9, sha256 } },
  { type: 'beat', readers: 2 },
  { type: 'end', complete: true },
  { type: 'end', complete: false },
];
const wire = Buffer.concat(frames.flatMap(encodeFrame));

async function* inChunksOf(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(stream: AsyncIterable<Uint8Array>) {
  const seen: FeedFrame[] = [];
  for await (const frame of readFrames(stream)) {
    seen.push(frame.type === 'data' ? { ...frame, bytes: Buffer.from(frame.bytes) } : frame);
  }
  return seen;
}

test.each([1000, 7919, 1 << 20])('frames survive chunks of %d bytes', async (size) => {
  expect(await collect(inChunksOf(wire, size))).toEqual(frames);
});

test.each([
  ['an end within a frame', wire.subarray(0, wire.length - 3)],
  ['an unknown type', Buffer.from([0, 0, 0, 0, 9])],
  ['a frame above the limit', Buffer.from([255, 0, 0, 0, 1])],
  [
    'a seal without a digest',
    Buffer.concat(encodeFrame({ type: 'seal', sealed: { piece: 1, length: 1, sha256: 'x' } })),
  ],
])('%s is refused', async (_what, bytes) => {
  const error = await collect(inChunksOf(bytes, 1 << 20)).catch((reason: unknown) => reason);
  expect(isUnderstudyError(error, 'peer_protocol')).toBe(true);
});
