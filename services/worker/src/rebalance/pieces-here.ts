import type { Piece } from '@understudy/artifact';
import { formatPieceRanges, type PieceRange } from '@understudy/peer-protocol';
import type { StoredArtifact } from '../store/stored-artifact.js';

/** The sealed pieces of an artifact here, in their wire form. */
export function sealedText(artifact: StoredArtifact): string {
  return formatPieceRanges(artifact.sealedPieces().map(({ piece }) => piece));
}

/** Whether all of `ranges` are sealed here. */
export function hasAll(artifact: StoredArtifact, ranges: readonly PieceRange[]): boolean {
  // Compared first: the list of a range that a peer made up could be as long as it likes.
  const { segmentCount } = artifact.plan;
  if (ranges.some((range) => typeof range !== 'string' && range[1] >= segmentCount)) return false;
  return piecesOf(artifact, ranges).every((piece) => artifact.isSealed(piece));
}

/** The pieces of `ranges`, as far as the artifact has such pieces at all. */
export function piecesOf({ plan }: StoredArtifact, ranges: readonly PieceRange[]): Piece[] {
  return ranges.flatMap((range): Piece[] => {
    if (typeof range === 'string') return [range];
    const last = Math.min(range[1], plan.segmentCount - 1);
    return Array.from({ length: Math.max(0, last - range[0] + 1) }, (_, index) => range[0] + index);
  });
}
