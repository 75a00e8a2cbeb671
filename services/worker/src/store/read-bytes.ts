import { createHash } from 'node:crypto';
import type { Piece, Place } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import type { PieceState } from './piece-state.js';
import type { StoredArtifact } from './stored-artifact.js';
import { readStoredFile } from './stored-bytes.js';

/** A sequence of bytes that can be read from any position, growing or not. */
export interface ByteSource {
  readonly artifact: StoredArtifact;
  /** The place of a byte, as `ByteMap.locate`. */
  locate(position: number): Place | undefined;
  /** Undefined while it is not known. */
  totalLength(): number | undefined;
}

/** The progressive MP4. */
export function progressiveSource(artifact: StoredArtifact): ByteSource {
  return {
    artifact,
    locate: (position) => artifact.byteMap.locate(position),
    totalLength: () => artifact.byteMap.totalLength(),
  };
}

/** One piece by itself. */
export function pieceSource(artifact: StoredArtifact, piece: Piece): ByteSource {
  const totalLength = () => artifact.manifestEntry(piece)?.length;
  return {
    artifact,
    locate: (position) =>
      position >= (totalLength() ?? Number.POSITIVE_INFINITY) ? undefined : { piece, offset: position },
    totalLength,
  };
}

/**
 * How much of a piece may be given out. Of one that is not sealed the last byte is kept back where its length is known: a
 * response must not look whole before the digest was compared.
 */
function releasedLength(artifact: StoredArtifact, state: PieceState): number {
  if (state.sha256 !== undefined) return state.length;
  const known = artifact.manifestEntry(state.piece);
  return known === undefined ? state.length : Math.min(state.length, known.length - 1);
}

/** How many bytes can be read from `from` without waiting for more to be made. */
export function readableFrom(source: ByteSource, from: number): number {
  let position = from;
  for (;;) {
    const place = source.locate(position);
    const state = place === undefined ? undefined : source.artifact.state(place.piece);
    if (place === undefined || state === undefined) return position - from;
    const released = releasedLength(source.artifact, state);
    if (released <= place.offset) return position - from;
    position += released - place.offset;
    if (state.sha256 === undefined) return position - from;
  }
}

/** Whether all bytes from `from` up to (not including) `end` are of pieces that are sealed here. */
export function isSealedWithin(source: ByteSource, from: number, end: number): boolean {
  let position = from;
  while (position < end) {
    const place = source.locate(position);
    const state = place === undefined ? undefined : source.artifact.state(place.piece);
    if (place === undefined || state?.sha256 === undefined) return false;
    position += state.length - place.offset;
  }
  return true;
}

/**
 * Resolves once the byte at `position` can be read, or the source is known to end before it. Rejects when `signal` aborts, and
 * with what `check` throws, which is called at each change.
 */
export async function waitForByte(
  source: ByteSource,
  position: number,
  signal: AbortSignal,
  check?: () => void,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    check?.();
    if (readableFrom(source, position) > 0) return;
    const total = source.totalLength();
    if (total !== undefined && position >= total) return;
    await source.artifact.waitForChange(signal);
  }
}

/**
 * Yields the bytes from `from` up to (not including) `end`, or to the end of the source where `end` is undefined; waits for
 * what is not there yet. A sealed piece is compared with its digest before its first byte is given out.
 * @throws UnderstudyError `splice_mismatch` when a piece was replaced by another after the reading began; the signal's reason.
 */
export async function* readByteRange(
  source: ByteSource,
  from: number,
  end: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { artifact } = source;
  const { edition } = artifact;
  let position = from;
  let begun: PieceState | undefined;
  const assertSame = () => {
    const isReplaced =
      begun !== undefined &&
      (begun.dropped || begun !== artifact.state(begun.piece)) &&
      source.locate(position)?.piece === begun.piece;
    if (!isReplaced && artifact.edition === edition) return;
    throw new UnderstudyError(
      'splice_mismatch',
      `what was read of ${artifact.artifactId} gave way to other bytes before ${position}`,
    );
  };
  while (end === undefined || position < end) {
    await waitForByte(source, position, signal, assertSame);
    assertSame();
    const place = source.locate(position);
    if (place === undefined) return;
    const state = artifact.state(place.piece);
    if (state === undefined || releasedLength(artifact, state) <= place.offset) continue;
    if (!(await verifyPiece(artifact, state))) continue;
    begun = state;
    const released = releasedLength(artifact, state);
    const until = Math.min(released, place.offset + ((end ?? Number.POSITIVE_INFINITY) - position));
    for await (const bytes of readStored(state, place.offset, until)) {
      signal.throwIfAborted();
      assertSame();
      position += bytes.length;
      yield bytes;
    }
  }
}

async function* readStored(state: PieceState, from: number, until: number): AsyncGenerator<Uint8Array> {
  let at = from;
  for (
    let recent = state.growing?.recent.from(at);
    recent !== undefined;
    recent = state.growing?.recent.from(at)
  ) {
    const bytes = recent.subarray(0, until - at);
    at += bytes.length;
    yield bytes;
    if (at === until) return;
  }
  // The file of a growing piece is open already, but it may be sealed and closed between two reads: an own handle is safe.
  // The file of a growing piece is open already, but it may be sealed and closed between two reads: an own handle is safe.
  yield* readStoredFile(() => state.path, at, until);
}

/** Whether the stored bytes are those of the digest. A bad piece is dropped, to be obtained again. */
export async function verifyPiece(artifact: StoredArtifact, state: PieceState): Promise<boolean> {
  if (state.sha256 === undefined || state.verified) return true;
  const hash = createHash('sha256');
  try {
    for await (const bytes of readStored(state, 0, state.length)) hash.update(bytes);
    if (hash.digest('hex') === state.sha256) {
      state.verified = true;
      return true;
    }
  } catch {
    // A file that cannot be read is as bad as a wrong one.
  }
  await artifact.drop(state);
  return false;
}
