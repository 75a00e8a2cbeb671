import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFrame, type FeedFrame, readFrames } from '@understudy/peer-protocol';
import { afterEach, expect, test } from 'vitest';
import { writeFrames } from './write-frames.js';

const frameBytes = 200_000;
const frames = 60;
let server: Server;
/** What became of the feed that was written last. */
let written: Promise<boolean>;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function* feed(): AsyncGenerator<FeedFrame> {
  for (let at = 0; at < frames; at += 1)
    yield { type: 'data', piece: 0, offset: at * frameBytes, bytes: Buffer.alloc(frameBytes, at) };
  yield { type: 'end', complete: true };
}

/** Asks for the feed from a worker that leaves a follower which takes nothing for `stallMs`. */
async function follow(stallMs: number): Promise<IncomingMessage> {
  server = createServer((_, response) => {
    written = writeFrames(response, feed(), encodeFrame, stallMs);
    written.catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent: false }, resolve).once('error', reject);
  });
}

const sha256Of = (chunks: Iterable<Uint8Array>) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

test.each([
  ['at once', 0],
  ['slowly', 5],
])('frames above what a socket holds come whole to a follower that takes them %s', async (_, pauseMs) => {
  const chunks: Uint8Array[] = [];
  let ended = false;
  for await (const frame of readFrames(await follow(10_000))) {
    if (frame.type === 'data') chunks.push(frame.bytes);
    else ended = frame.type === 'end' && frame.complete;
    await sleep(pauseMs);
  }
  expect(await written).toBe(true);
  expect(ended).toBe(true);
  const expected = Array.from({ length: frames }, (__, at) => Buffer.alloc(frameBytes, at));
  expect(sha256Of(chunks)).toBe(sha256Of(expected));
});

test('a follower that takes nothing is left', async () => {
  const answer = await follow(500);
  answer.on('error', () => undefined);
  await expect(written).rejects.toMatchObject({ code: 'peer_unreachable' });
});
