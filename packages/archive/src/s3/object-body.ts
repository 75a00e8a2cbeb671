import type { Readable } from 'node:stream';
import { UnderstudyError } from '@understudy/errors';

/** The bytes of an answer, once. */
export interface ObjectBody {
  /** Bytes that come if it is not cut. */
  readonly length: number;
  /** Throws UnderstudyError `archive_unavailable` where the body is cut or destroyed. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Ends it, and its connection; call it unless all was read. */
  destroy(): void;
}

/** The body of an answer that is to have `length` bytes; `key` is for its errors. */
export function objectBody(stream: Readable, length: number, key: string): ObjectBody {
  // An answer that is cut before anybody listens for errors ends as if it were whole.
  stream.on('error', () => undefined);
  return { length, bytes: counted(stream, length, key), destroy: () => void stream.destroy() };
}

async function* counted(stream: Readable, length: number, key: string): AsyncGenerator<Buffer> {
  let received = 0;
  let cause: unknown;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      received += chunk.length;
      yield chunk;
    }
  } catch (error) {
    cause = error;
  }
  if (received === length && cause === undefined) return;
  throw new UnderstudyError('archive_unavailable', `${key} was cut at ${received} of ${length}`, { cause });
}
