import type { ServerResponse } from 'node:http';
import { DirectBody } from '@understudy/direct-body';
import { UnderstudyError } from '@understudy/errors';

/** A player may pause for long; a router that takes nothing at all for this long is gone without a word. */
export const pausedReaderMs = 600_000;

/**
 * Writes `bytes` as the body with back-pressure and ends it: the next of them is asked for when the last was taken, so their buffers
 * can be used again. A body of unknown length ends with the position behind its last byte in `trailer`: without that, nobody may
 * take it for whole.
 * @throws UnderstudyError `peer_unreachable` when the other side is gone or takes nothing; what `bytes` throws; nothing is ended then.
 */
export async function streamBody(
  response: ServerResponse,
  bytes: AsyncIterable<Uint8Array>,
  first: number,
  trailer: string | undefined,
): Promise<void> {
  const body = new DirectBody(response, response.hasHeader('content-length'));
  let position = first;
  for await (const chunk of bytes) {
    if (response.destroyed) throw gone('the connection is closed');
    position += chunk.length;
    await written(response, body, chunk);
  }
  if (trailer !== undefined) response.addTrailers({ [trailer]: String(position) });
  body.end();
}

/** Resolves when the other side has the bytes. */
function written(response: ServerResponse, body: DirectBody, bytes: Uint8Array): Promise<void> | undefined {
  let taken = () => {};
  // Most writes are over at once.
  if (body.write(bytes, () => taken())) return undefined;
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      response.off('close', closed);
    };
    const closed = () => {
      settle();
      reject(gone('the connection was closed'));
    };
    taken = () => {
      settle();
      resolve();
    };
    const timer = setTimeout(() => {
      settle();
      reject(gone(`nothing was taken for ${pausedReaderMs} ms`));
    }, pausedReaderMs);
    response.once('close', closed);
  });
}

const gone = (why: string) => new UnderstudyError('peer_unreachable', why);
