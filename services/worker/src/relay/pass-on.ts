import type { IncomingMessage, ServerResponse } from 'node:http';
import { UnderstudyError } from '@understudy/errors';
import { endTrailer, growingHeader, priceHeader } from '@understudy/peer-protocol';
import { drained } from '../http/drained.js';
import { pausedReaderMs } from '../http/stream-body.js';
import type { SilenceWatch } from './silence-watch.js';

/** What of a worker's answer the router counts and judges by, a refusal's too. */
const answerHeaders = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'cache-control',
  'retry-after',
  growingHeader,
  priceHeader,
  'trailer',
] as const;

/**
 * Passes an answer on as it is: status, headers, body with back-pressure, and the trailer that says where it ends.
 * @throws UnderstudyError `peer_unreachable` when the body ended before its end; what reading it throws
 */
export async function passOn(
  answer: IncomingMessage,
  response: ServerResponse,
  watch: Pick<SilenceWatch, 'heard'>,
): Promise<void> {
  for (const name of answerHeaders) {
    const value = answer.headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
  response.statusCode = answer.statusCode ?? 502;
  response.flushHeaders();
  for await (const bytes of answer as AsyncIterable<Buffer>) {
    watch.heard();
    if (response.destroyed) throw new Error('the connection is closed');
    if (!response.write(bytes)) {
      await drained(response, pausedReaderMs);
      watch.heard();
    }
  }
  if (answer.headers[growingHeader] !== undefined) {
    const end = answer.trailers[endTrailer];
    // Without it the body was cut, in however good order.
    if (end === undefined)
      throw new UnderstudyError('peer_unreachable', 'the relayed body ended without its trailer');
    response.addTrailers({ [endTrailer]: end });
  }
  response.end();
}
