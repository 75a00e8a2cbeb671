import { createCipheriv } from 'node:crypto';
import type { ByteReader, ByteWriter } from './byte-reader.js';

/** For tests. Bytes that cannot be compressed, the same for a seed. */
export function noise(seed: number, length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** A reader of bytes in memory. */
export function memoryReader(bytes: Uint8Array): ByteReader {
  return {
    length: bytes.length,
    async read(target, position) {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
  };
}

/** A writer that keeps what is written. */
export function memoryWriter(): ByteWriter & { written(): Buffer } {
  const parts: Buffer[] = [];
  return {
    write: async (bytes) => void parts.push(Buffer.from(bytes)),
    written: () => Buffer.concat(parts),
  };
}

export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

/** The same bytes in pieces of `step`. */
export async function* cutUp(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}
