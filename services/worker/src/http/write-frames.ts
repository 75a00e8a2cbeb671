import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { UnderstudyError } from '@understudy/errors';
import type { FeedFrame } from '@understudy/peer-protocol';

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

async function drained(response: ServerResponse, stallMs: number): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new UnderstudyError('peer_unreachable', `took nothing for ${stallMs} ms`)), stallMs);
  try {
    await Promise.race([once(response, 'drain', { signal: late.signal }), once(response, 'close', { signal: late.signal })]);
  } catch (error) {
    throw late.signal.aborted ? late.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
