import type { ServerResponse } from 'node:http';
import type { FeedFrame } from '@understudy/peer-protocol';
import { drained } from './drained.js';

/**
 * Writes a feed as the body of a response, with back-pressure; a follower that takes nothing for `stallMs` is cut off.
 * Returns whether the follower was given everything.
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
    let taken = true;
    response.cork();
    for (const part of encode(frame)) taken = response.write(part);
    response.uncork();
    if (!taken) await drained(response, stallMs);
    complete = frame.type === 'end' && frame.complete;
  }
  response.end();
  return complete;
}
