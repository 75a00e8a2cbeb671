import { createHash } from 'node:crypto';
import type { ObjectBody } from '@understudy/archive';
import type { Piece, SealedPiece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import { faultPoint } from '@understudy/fault-points';
import { storeWhole } from '../produce/generate-piece.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ArchivedCopy } from './archived-copy.js';

/**
 * Fetches a piece from the archive, and those behind it in the same answer for as long as each is the one that is wanted next:
 * a seek ends it, and the caller begins again there. Each piece is compared with its digest before anybody can read a byte of it,
 * and held in memory until then.
 * @throws UnderstudyError `archive_unavailable`, also after `stallMs` without a byte; `digest_mismatch`; the signal's reason.
 */
export async function fetchPieces(
  artifact: StoredArtifact,
  copy: ArchivedCopy,
  first: Piece,
  wantedNext: () => Piece | undefined,
  onPiece: () => void,
  stallMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { pieces, poster } = copy.manifest;
  if (first === 'poster') {
    if (poster === undefined) throw new UnderstudyError('archive_unavailable', 'no poster was archived');
    await store(artifact, poster, await copy.readPoster(poster.length, signal));
    return;
  }
  // A run of the generator brings the initialization segment with any other; here it lies before the first.
  const start = first === 0 && !artifact.isSealed('init') ? 'init' : first;
  let at = start === 'init' ? 0 : start + 1;
  const body = await copy.open(pieces.slice(0, at).reduce((sum, { length }) => sum + length, 0));
  const end = () => copy.discard();
  signal.addEventListener('abort', end, { once: true });
  const read = reader(body, stallMs, end);
  try {
    for (;;) {
      signal.throwIfAborted();
      const entry = pieces[at] as SealedPiece;
      await store(artifact, entry, await read(entry.length));
      onPiece();
      at += 1;
      const next = pieces[at]?.piece;
      if (next === undefined || artifact.isSealed(next) || wantedNext() !== next) return;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/** Seals a piece with bytes that are those of its digest. */
async function store(artifact: StoredArtifact, entry: SealedPiece, bytes: Buffer): Promise<void> {
  const { piece, length, sha256 } = entry;
  if (bytes.length !== length || createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new UnderstudyError(
      'digest_mismatch',
      `piece ${piece} of ${artifact.artifactId} in the archive is not that of its manifest`,
    );
  }
  faultPoint('archive.fetched');
  if (!artifact.isSealed(piece)) await storeWhole(artifact, piece, bytes);
}

/** Returns what reads the next `length` bytes. */
function reader(body: ObjectBody, stallMs: number, end: () => void): (length: number) => Promise<Buffer> {
  const chunks = body.bytes[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return async (length) => {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    const timer = setTimeout(end, stallMs);
    try {
      while (filled < length) {
        if (rest.length === 0) {
          const { value, done } = await chunks.next();
          timer.refresh();
          if (done === true)
            throw new UnderstudyError('digest_mismatch', 'the archived video is shorter than its manifest');
          rest = value;
        }
        const taken = rest.subarray(0, length - filled);
        bytes.set(taken, filled);
        filled += taken.length;
        rest = rest.subarray(taken.length);
      }
      return bytes;
    } finally {
      clearTimeout(timer);
    }
  };
}
