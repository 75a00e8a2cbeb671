import { type ByteReader, createDelta } from '@understudy/artifact';
import { damageOf } from '../store/damage.js';
import type { PieceState } from '../store/piece-state.js';
import { readStored } from '../store/read-stored.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { giveUp } from '../store/verify-piece.js';

/**
 * What the owner of `signature` must do to have a piece that was compared with its digest here.
 * @throws UnderstudyError `peer_protocol` for a signature that is none; what reading throws: a damaged piece is set aside
 */
export async function* serveDelta(
  artifact: StoredArtifact,
  state: PieceState,
  signature: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createDelta(signature, storedReader(state));
  } catch (error) {
    if (damageOf(error) !== undefined) await giveUp(artifact, state, error);
    throw error;
  }
}

function storedReader(state: PieceState): ByteReader {
  return {
    length: state.length,
    async read(target, position) {
      const until = Math.min(position + target.length, state.length);
      let filled = 0;
      for await (const bytes of readStored(state, position, until)) {
        target.set(bytes, filled);
        filled += bytes.length;
      }
      return filled;
    },
  };
}
