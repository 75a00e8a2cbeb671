import { createHash } from 'node:crypto';
import type { ObjectBody } from '@understudy/archive';
import type { Piece, SealedPiece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import { faultPoint } from '@understudy/fault-points';
import { PendingSeals } from '../store/pending-seals.js';
import type { SealingRight } from '../store/piece-writer.js';
import { storeWhole } from '../store/store-whole.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ArchivedCopy } from './archived-copy.js';

export interface FetchTarget {
  /** What is wanted now, and what is wanted next whenever a piece has come. */
  readonly first: Piece;
  readonly next: () => Piece | undefined;
  /** Told when a piece can be read. */
  readonly onPiece: () => void;
  /** So long without a byte, and the download is given up. */
  readonly stallMs: number;
  readonly right: SealingRight | undefined;
}

/**
 * Fetches a piece from the archive, and those behind it in the same answer for as long as each is the one that is wanted next:
 * a seek ends it, and the caller begins again there. Each piece is compared with its digest before anybody can read a byte of it,
 * and held in memory until then.
 * @throws UnderstudyError `archive_unavailable`; `digest_mismatch`; what sealing throws; the signal's reason.
 */
export async function fetchPieces(
  artifact: StoredArtifact,
  copy: ArchivedCopy,
  { first, next, onPiece, stallMs, right }: FetchTarget,
  signal: AbortSignal,
): Promise<void> {
  const { pieces, poster } = copy.manifest;
  if (typeof first === 'string' && first !== 'init') {
    if (first !== 'poster' || poster === undefined)
      throw new UnderstudyError('archive_unavailable', `no ${first} was archived`);
    const bytes = checked(artifact, poster, await copy.readPoster(poster.length, signal));
    return storeWhole(artifact, 'poster', bytes, right);
  }
  // A run of the generator brings the initialization segment with any other; here it lies before the first.
  let at = first === 'init' || (first === 0 && !artifact.isSealed('init')) ? 0 : first + 1;
  const end = () => copy.discard();
  signal.addEventListener('abort', end, { once: true });
  const seals = new PendingSeals();
  try {
    const body = await copy.open(pieces.slice(0, at).reduce((sum, { length }) => sum + length, 0));
    const read = reader(body, stallMs, end);
    for (;;) {
      signal.throwIfAborted();
      const entry = pieces[at] as SealedPiece;
      const bytes = checked(artifact, entry, await read(entry.length));
      faultPoint('archive.fetched');
      const sealed = storeWhole(artifact, entry.piece, bytes, right);
      // Players wait for the picture, not for a disk.
      if (entry.piece === 'init') await seals.add(sealed);
      else await sealed;
      onPiece();
      at += 1;
      const following = pieces[at]?.piece;
      if (following === undefined || artifact.isSealed(following) || next() !== following) break;
    }
    await seals.done();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', end);
    end();
    await seals.settled();
  }
}

/** The bytes, which are those of the digest. */
function checked(
  { artifactId }: StoredArtifact,
  { piece, length, sha256 }: SealedPiece,
  bytes: Buffer,
): Buffer {
  if (bytes.length === length && createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new UnderstudyError(
    'digest_mismatch',
    `piece ${piece} of ${artifactId} in the archive is not that of its manifest`,
  );
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
