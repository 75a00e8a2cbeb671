import { createHash } from 'node:crypto';
import type { Piece, SealedPiece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';

export interface Part {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/**
 * Cuts the pieces' bytes, one piece behind the other, into parts of `partBytes`; the last one has what is left. Every piece is
 * compared with its digest as it is read. A part may be given out before the end of its last piece was compared, so nothing
 * may count before the end of the sequence was reached.
 * @throws UnderstudyError `digest_mismatch`, after `onDamaged` was told of the piece.
 */
export async function* verifiedParts(
  pieces: readonly SealedPiece[],
  read: (piece: Piece) => AsyncIterable<Uint8Array>,
  partBytes: number,
  onDamaged: (piece: Piece) => void,
): AsyncGenerator<Part> {
  let number = 1;
  let part = Buffer.allocUnsafe(partBytes);
  let filled = 0;
  const take = (length: number): Part => {
    const bytes = part.subarray(0, length);
    return { number, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  for (const { piece, length, sha256 } of pieces) {
    const hash = createHash('sha256');
    let seen = 0;
    for await (const bytes of read(piece)) {
      hash.update(bytes);
      seen += bytes.length;
      for (let at = 0; at < bytes.length; ) {
        const copied = Math.min(bytes.length - at, partBytes - filled);
        part.set(bytes.subarray(at, at + copied), filled);
        at += copied;
        filled += copied;
        if (filled < partBytes) continue;
        yield take(filled);
        number += 1;
        // The one that was given out is still being sent.
        part = Buffer.allocUnsafe(partBytes);
        filled = 0;
      }
    }
    if (seen !== length || hash.digest('hex') !== sha256) {
      onDamaged(piece);
      throw new UnderstudyError('digest_mismatch', `piece ${piece} is damaged: it is not archived`);
    }
  }
  if (filled > 0) yield take(filled);
}
