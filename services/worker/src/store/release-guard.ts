import type { Piece } from '@understudy/artifact';
import type { PieceState } from './piece-state.js';

/**
 * Decides what of an artifact may be shown whose bytes might not come out the same if its worker were lost. An artifact without one shows
 * all that it has.
 */
export interface ReleaseGuard {
  /** How many bytes of a piece may be given to players. */
  released(state: PieceState): number;
  /** Another worker has stored so many bytes of a piece, of the artifact's present `edition`. */
  acknowledged(edition: number, piece: Piece, bytes: number): void;
  /** What comes of a piece from here on is made here; what is there of it came from another worker, which has it too. */
  making(piece: Piece): void;
  /** The bytes of a piece are gone: what was said of them is not true of the next ones. */
  forget(piece: Piece): void;
  close(): void;
}
