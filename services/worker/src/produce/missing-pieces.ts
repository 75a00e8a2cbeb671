import type { Piece } from '@understudy/artifact';
import type { Want } from '@understudy/peer-protocol';
import type { StoredArtifact } from '../store/stored-artifact.js';

/** What is wanted and not sealed here. */
export function missingPieces(
  artifact: Pick<StoredArtifact, 'pieces' | 'extras' | 'isSealed'>,
  wants: readonly Want[],
): Piece[] {
  return [...artifact.pieces, ...artifact.extras].filter(
    (piece) => wants.some((want) => isWanted(want, piece)) && !artifact.isSealed(piece),
  );
}

/** Whether a piece is one of those that are wanted; the initialization segment is, where any segments are. */
export function isWanted(want: Want, piece: Piece): boolean {
  if ('piece' in want) return want.piece === piece;
  if (typeof piece !== 'number') return piece === 'init';
  return piece >= want.from && piece < (want.to ?? Number.POSITIVE_INFINITY);
}
