import { type Piece, parsePiece, pieceText, type SealedPiece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';

/** What an archived copy is. Nothing of it is believed before the pieces' digests were compared. */
export interface ArchiveManifest {
  readonly artifactId: string;
  /** Of the generator that made it. */
  readonly fingerprint: string;
  /** What it was made from: the description, as JSON. For people and for rescue; a worker has its own. */
  readonly description: unknown;
  /** The pieces of the video object, in the order of its bytes. */
  readonly pieces: readonly SealedPiece[];
  readonly poster: SealedPiece | undefined;
}

/** More than the largest manifest: 100,000 pieces. */
export const maxManifestBytes = 16 * 1024 * 1024;
/** More than the longest segment has; a piece is held in memory until its digest is compared. */
const maxPieceBytes = 256 * 1024 * 1024;
const format = 1;
const sha256Pattern = /^[0-9a-f]{64}$/;

/** All bytes of the video object. */
export function archivedLength({ pieces }: Pick<ArchiveManifest, 'pieces'>): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** The text of the manifest object, which `parseManifest` reads. */
export function encodeManifest(manifest: ArchiveManifest): Buffer {
  const lineOf = ({ piece, length, sha256 }: SealedPiece) => ({ piece: pieceText(piece), length, sha256 });
  return Buffer.from(
    `${JSON.stringify({
      format,
      artifactId: manifest.artifactId,
      fingerprint: manifest.fingerprint,
      length: archivedLength(manifest),
      pieces: manifest.pieces.map(lineOf),
      ...(manifest.poster !== undefined && { poster: lineOf(manifest.poster) }),
      description: manifest.description,
    })}\n`,
  );
}

/**
 * Reads what `encodeManifest` wrote.
 * @throws UnderstudyError `digest_mismatch` where it is not the manifest of `artifactId`.
 */
export function parseManifest(bytes: Uint8Array, artifactId: string): ArchiveManifest {
  const wrong = (what: string, cause?: unknown) =>
    new UnderstudyError('digest_mismatch', `the archive's manifest of ${artifactId} ${what}`, { cause });
  let read: Record<string, unknown>;
  try {
    read = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
  } catch (cause) {
    throw wrong('is no JSON', cause);
  }
  if (read?.['format'] !== format) throw wrong('has another format');
  if (read['artifactId'] !== artifactId) throw wrong('is that of another');
  const { fingerprint } = read;
  if (typeof fingerprint !== 'string') throw wrong('has no fingerprint');
  if (!Array.isArray(read['pieces'])) throw wrong('has no pieces');
  const pieces = read['pieces'].map(sealedPieceOf);
  const poster = read['poster'] === undefined ? undefined : sealedPieceOf(read['poster']);
  const inOrder = pieces.every((each, index) => each?.piece === (index === 0 ? 'init' : index - 1));
  if (pieces.length < 2 || !inOrder) throw wrong('has malformed pieces');
  if (read['poster'] !== undefined && poster?.piece !== 'poster') throw wrong('has a malformed poster');
  const manifest = {
    artifactId,
    fingerprint,
    description: read['description'],
    pieces: pieces as SealedPiece[],
    poster,
  };
  if (read['length'] !== archivedLength(manifest)) throw wrong('has another length than its pieces');
  return manifest;
}

function sealedPieceOf(line: unknown): SealedPiece | undefined {
  const { piece: text, length, sha256 } = (line ?? {}) as Record<string, unknown>;
  const piece: Piece | undefined = typeof text === 'string' ? parsePiece(text) : undefined;
  if (piece === undefined || typeof sha256 !== 'string' || !sha256Pattern.test(sha256)) return undefined;
  if (!Number.isSafeInteger(length) || (length as number) < 1 || (length as number) > maxPieceBytes)
    return undefined;
  return { piece, length: length as number, sha256 };
}
