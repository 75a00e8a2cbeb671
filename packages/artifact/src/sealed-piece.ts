import type { Piece } from './piece.js';

/** One line of a manifest: what a sealed piece is. Only this makes bytes count. */
export interface SealedPiece {
  readonly piece: Piece;
  /** In bytes. */
  readonly length: number;
  /** SHA-256 of the piece's bytes, in lower-case hex. */
  readonly sha256: string;
}
