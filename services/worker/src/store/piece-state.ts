import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Piece, SealedPiece } from '@understudy/artifact';
import { BlockChecks } from './block-checks.js';
import { RecentBytes } from './recent-bytes.js';

/**
 * What this worker has of one piece. `missing` is the absence of a state.
 *
 *     missing ──▶ growing ──▶ sealed
 *        ▲           │           │
 *        └───────────┴───────────┘   dropped: its bytes were found to be wrong, or its file to be gone
 *
 * One object follows a piece from growing to sealed, so a reader that holds it knows that the bytes it reads next belong to
 * those it read before. After a drop there is another object.
 */
export interface PieceState {
  readonly piece: Piece;
  /** Bytes that can be read. Only grows. */
  length: number;
  /** Set while growing: where bytes are appended, the digest of those so far, and the last of them. */
  growing:
    | { readonly file: FileHandle; readonly hash: Hash; readonly recent: RecentBytes; hasWriter: boolean }
    | undefined;
  /** Set once sealed: SHA-256 in hex. */
  sha256: string | undefined;
  /** Whether the stored bytes were compared with the digest by this process. */
  verified: boolean;
  /** Of the bytes that the digest is of; undefined for a file found at the start until it was compared. */
  checks: BlockChecks | undefined;
  dropped: boolean;
  path: string;
}

/** A piece of which nothing is written yet, to `file` at `path`. */
export function begunState(piece: Piece, file: FileHandle, path: string): PieceState {
  return {
    piece,
    length: 0,
    checks: new BlockChecks(),
    growing: { file, hash: createHash('sha256'), recent: new RecentBytes(), hasWriter: false },
    sha256: undefined,
    verified: false,
    dropped: false,
    path,
  };
}

/** A whole file under its final name, its bytes not compared with the digest by this process. */
export function foundState(entry: SealedPiece, path: string): PieceState {
  return { ...entry, path, growing: undefined, verified: false, checks: undefined, dropped: false };
}
