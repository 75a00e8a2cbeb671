import { createHash } from 'node:crypto';
import { type Piece, pieceText } from './piece.js';

/**
 * Names an artifact: the same description under the same fingerprint has the same bytes, so it has the same name.
 * Both arguments are SHA-256 in hex; the result is 128 bits in hex, and tells nothing of either.
 */
export function artifactIdOf(descriptionDigest: string, fingerprint: string): string {
  return createHash('sha256')
    .update(`artifact\n${descriptionDigest}\n${fingerprint}`)
    .digest('hex')
    .slice(0, 32);
}

/** The strong ETag of the progressive MP4 (RFC 9110 section 8.8.3). */
export function etagOf(artifactId: string): string {
  return `"${artifactId}"`;
}

/** The strong ETag of one piece. */
export function pieceEtagOf(artifactId: string, piece: Piece): string {
  return `"${artifactId}.${pieceText(piece)}"`;
}
