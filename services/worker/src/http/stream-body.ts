import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/**
 * Writes `bytes` as the body with back-pressure and ends it. A body of unknown length ends with the position behind its last
 * byte in `trailer`: without that, nobody may take it for whole.
 * @throws what `bytes` throws; nothing is ended then.
 */
export async function streamBody(response: ServerResponse, bytes: AsyncIterable<Uint8Array>, first: number, trailer: string | undefined): Promise<void> {
  let position = first;
  for await (const chunk of bytes) {
    position += chunk.length;
    if (response.destroyed) throw new Error('the connection is closed');
    // 'close' ends the wait as well: a router that went away never drains.
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  if (trailer !== undefined) response.addTrailers({ [trailer]: String(position) });
  response.end();
}
