import type { Piece } from '@understudy/artifact';
import type { SealingRight } from './piece-writer.js';
import type { StoredArtifact } from './stored-artifact.js';

/**
 * Stores and seals a piece whose bytes are all at hand. On an error what was written stays as an unsealed beginning.
 * @throws what `openWriter`, `append` and `seal` throw
 */
export async function storeWhole(
  artifact: StoredArtifact,
  piece: Piece,
  bytes: Uint8Array,
  right: SealingRight | undefined,
): Promise<void> {
  const writer = await artifact.openWriter(piece);
  try {
    await writer.append(0, bytes);
    await writer.seal(bytes.length, right);
  } finally {
    writer.release();
  }
}
