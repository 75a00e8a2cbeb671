import { UnderstudyError } from '@understudy/errors';

/** All bytes of a run that is known to be short; more than `limitBytes` is a failure. */
export async function collect(source: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.byteLength;
    if (length > limitBytes) throw new UnderstudyError('generator_failed', `more than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
