import type { Readable } from 'node:stream';

/** So much may wait for a slow disk; then the sender waits. */
const maxAheadBytes = 8 * 1024 * 1024;

/**
 * The chunks of a stream, and at a break first all that had come: node throws away what lies in a stream when its connection breaks.
 * In a feed that may be a whole segment and its seal, which would then be made again while a player waits.
 * @throws the stream's error, or one that says that it was closed, behind the last chunk
 */
export async function* keepWhatCame(stream: Readable): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  let aheadBytes = 0;
  let ended: { readonly error: Error | undefined } | undefined;
  let wake = () => {};
  const end = (error: Error | undefined) => {
    ended ??= { error };
    wake();
  };
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    aheadBytes += chunk.length;
    if (aheadBytes >= maxAheadBytes) stream.pause();
    wake();
  };
  stream.on('data', onData);
  stream.once('end', () => end(undefined));
  stream.on('error', end);
  stream.once('close', () => end(new Error('closed before its end')));
  try {
    for (;;) {
      const chunk = chunks.shift();
      if (chunk !== undefined) {
        aheadBytes -= chunk.length;
        if (stream.isPaused() && aheadBytes < maxAheadBytes) stream.resume();
        yield chunk;
      } else if (ended !== undefined) {
        if (ended.error === undefined) return;
        throw ended.error;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stream.off('data', onData);
    stream.destroy();
  }
}
