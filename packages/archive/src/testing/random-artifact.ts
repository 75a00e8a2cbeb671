import { createCipheriv, createHash } from 'node:crypto';
import type { Piece } from '@understudy/artifact';
import type { ArchiveSource } from '../archive.js';

/** An artifact of bytes that look random and follow from its name: 1.3 kB and four segments of 4 MiB, four parts of 5 MiB. */
export function randomArtifact(name: string): ArchiveSource & { readonly bytes: Buffer } {
  const pieceBytes = new Map<Piece, Buffer>([
    ['init', bytesOf(`${name} init`, 1_300)],
    ...[0, 1, 2, 3].map((index): [Piece, Buffer] => [index, bytesOf(`${name} ${index}`, 4 * 1024 * 1024)]),
  ]);
  const poster = bytesOf(`${name} poster`, 900);
  return {
    artifactId: sha256(Buffer.from(name)).slice(0, 32),
    fingerprint: 'f'.repeat(64),
    digest: sha256(Buffer.from(`description of ${name}`)),
    description: { title: name },
    pieces: [...pieceBytes].map(([piece, bytes]) => ({ piece, length: bytes.length, sha256: sha256(bytes) })),
    poster: { bytes: poster, sha256: sha256(poster) },
    bytes: Buffer.concat([...pieceBytes.values()]),
    async *read(piece) {
      const bytes = pieceBytes.get(piece) as Buffer;
      for (let at = 0; at < bytes.length; at += 256 * 1024) yield bytes.subarray(at, at + 256 * 1024);
    },
    onDamaged: () => undefined,
  };
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The key stream of a cipher: fast, and no two parts are alike. */
function bytesOf(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}
