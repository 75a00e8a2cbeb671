import type { ServerResponse } from 'node:http';
import { UnderstudyError } from '@understudy/errors';
import type { FeedFrame } from '@understudy/peer-protocol';
import { drained } from './drained.js';

/**
 * Writes a feed as the body of a response, with back-pressure; a follower that takes nothing for `stallMs` is cut off.
 * Returns whether the follower was given everything.
 * @throws UnderstudyError `peer_unreachable` when the follower is gone or takes nothing; what `frames` throws
 */
export async function writeFrames(
  response: ServerResponse,
  frames: AsyncIterable<FeedFrame>,
  encode: (frame: FeedFrame) => Uint8Array[],
  stallMs: number,
): Promise<boolean> {
  let complete = false;
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  for await (const frame of frames) {
    // Neither `drain` nor `close` would come any more.
    if (response.destroyed)
      throw new UnderstudyError('peer_unreachable', 'the follower closed the connection');
    const parts = encode(frame);
    // One system call for the parts. By the socket: behind a response's own `uncork` no `drain` comes on node 22, and on 24 one that
    // comes before anybody can listen.
    const { socket } = response;
    socket?.cork();
    for (const part of parts) response.write(part);
    socket?.uncork();
    if (response.writableNeedDrain) await drained(response, stallMs);
    complete = frame.type === 'end' && frame.complete;
  }
  response.end();
  return complete;
}
