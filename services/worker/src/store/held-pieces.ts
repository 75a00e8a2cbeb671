import type { Piece, SealedPiece } from '@understudy/artifact';
import type { Want } from '@understudy/peer-protocol';
import type { PieceState } from './piece-state.js';

/** Which pieces of an artifact are here, and how much of it that is. What changes them is in `StoredArtifact`. */
export class HeldPieces {
  /** Init and media segments, in order. */
  readonly pieces: readonly Piece[];
  /** What a complete video may be without: its poster and the sheets of its storyboard. */
  readonly extras: readonly Piece[];
  protected readonly states = new Map<Piece, PieceState>();

  constructor(pieces: readonly Piece[], extras: readonly Piece[]) {
    this.pieces = pieces;
    this.extras = extras;
  }

  state(piece: Piece): PieceState | undefined {
    return this.states.get(piece);
  }

  isSealed(piece: Piece): boolean {
    return this.states.get(piece)?.sha256 !== undefined;
  }

  /** Whether every piece of the progressive MP4 is sealed here. */
  isComplete(): boolean {
    return this.pieces.every((piece) => this.isSealed(piece));
  }

  /** Whether all that is wanted is sealed here. */
  has(want: Want): boolean {
    return 'piece' in want
      ? this.isSealed(want.piece)
      : this.pieces.every(
          (piece) =>
            this.isSealed(piece) ||
            (typeof piece === 'number' && (piece < want.from || (want.to !== undefined && piece >= want.to))),
        );
  }

  sealedSegments(): number {
    return this.pieces.reduce<number>(
      (count, piece) => count + (piece !== 'init' && this.isSealed(piece) ? 1 : 0),
      0,
    );
  }

  /** The pieces sealed here. */
  sealedPieces(): SealedPiece[] {
    return [...this.states.values()]
      .filter((state) => state.sha256 !== undefined)
      .map(({ piece, length, sha256 }) => ({ piece, length, sha256: sha256 as string }));
  }

  /** Bytes of pieces that are here, sealed or growing. */
  storedBytes(): number {
    let bytes = 0;
    for (const state of this.states.values()) bytes += state.length;
    return bytes;
  }

  /** Bytes of the progressive MP4 that can be read here from its beginning without a gap. */
  readableBytes(): number {
    let bytes = 0;
    for (const piece of this.pieces) {
      const state = this.states.get(piece);
      bytes += state?.length ?? 0;
      if (state?.sha256 === undefined) break;
    }
    return bytes;
  }
}
