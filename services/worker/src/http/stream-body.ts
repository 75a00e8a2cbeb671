import type { ServerResponse } from 'node:http';
import { drained } from './drained.js';

/** A player may pause for long; a router that takes nothing at all for this long is gone without a word. */
export const pausedReaderMs = 600_000;

/**
 * Writes `bytes` as the body with back-pressure and ends it. A body of unknown length ends with the position behind its last
 * byte in `trailer`: without that, nobody may take it for whole.
 * @throws what `bytes` throws; nothing is ended then.
 */
export async function streamBody(
  response: ServerResponse,
  bytes: AsyncIterable<Uint8Array>,
  first: number,
  trailer: string | undefined,
): Promise<void> {
  let position = first;
  for await (const chunk of bytes) {
    position += chunk.length;
    if (response.destroyed) throw new Error('the connection is closed');
    if (!response.write(chunk)) await drained(response, pausedReaderMs);
  }
  if (trailer !== undefined) response.addTrailers({ [trailer]: String(position) });
  response.end();
}
