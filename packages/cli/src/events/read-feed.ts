import { type AdminClient, ApiError } from '@understudy/client';
import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream';
import { Silence } from './silence.js';

/**
 * The console's events as they come, after the one with an ID, the last `limit` of those that were first; ends when the connection does.
 * @throws ApiError what the console answered; `broken_off` when it says nothing for too long, or the connection breaks
 */
export async function* readFeed(
  admin: AdminClient,
  limit: number,
  lastEventId: string | undefined,
  stop: AbortSignal,
): AsyncIterable<EventSourceMessage> {
  const silence = new Silence(stop);
  try {
    const response = await admin.open('/admin/events', {
      query: { follow: '1', limit },
      ...(lastEventId !== undefined && { header: { 'last-event-id': lastEventId } }),
      signal: silence.signal,
    });
    yield* (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
      .pipeThrough(silence.watching())
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw new ApiError('broken_off', 'the console ended the connection', { cause });
  } finally {
    silence.close();
  }
}
