import { createHash } from 'node:crypto';
import { type Piece, pieceText } from './piece.js';
import { type Rendition, renditions } from './rendition.js';

/**
 * Names an artifact: the same description under the same fingerprint has the same bytes, so it has the same name; each rendition
 * has bytes and a name of its own. Both texts are SHA-256 in hex; the result is 128 bits in hex, and tells nothing of either.
 */
export function artifactIdOf(descriptionDigest: string, fingerprint: string, rendition?: Rendition): string {
  const form = rendition === undefined ? '' : `\n${rendition.name}`;
  return createHash('sha256')
    .update(`artifact\n${descriptionDigest}\n${fingerprint}${form}`)
    .digest('hex')
    .slice(0, 32);
}

/** The names of all that can be made of a description: the video itself, and its renditions. */
export function artifactIdsOf(descriptionDigest: string, fingerprint: string): string[] {
  return [undefined, ...renditions].map((form) => artifactIdOf(descriptionDigest, fingerprint, form));
}

/** The strong ETag of the progressive MP4 (RFC 9110 section 8.8.3). */
export function etagOf(artifactId: string): string {
  return `"${artifactId}"`;
}

/** The strong ETag of one piece. */
export function pieceEtagOf(artifactId: string, piece: Piece): string {
  return `"${artifactId}.${pieceText(piece)}"`;
}
