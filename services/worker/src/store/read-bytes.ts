import type { Piece, Place } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import { damageOf } from './damage.js';
import type { PieceState } from './piece-state.js';
import { readCached } from './read-cached.js';
import type { StoredArtifact } from './stored-artifact.js';
import { giveUp, verifyPiece } from './verify-piece.js';

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
 * response must not look whole before the digest was compared. Nor is more than its guard releases, where it has one.
 */
function releasedLength(artifact: StoredArtifact, state: PieceState): number {
  const shown = artifact.guard?.released(state) ?? state.length;
  if (state.sha256 !== undefined) return shown;
  const known = artifact.manifestEntry(state.piece);
  return known === undefined ? shown : Math.min(shown, known.length - 1);
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
    if (state.sha256 === undefined || released < state.length) return position - from;
  }
}

/** Whether the bytes of an artifact are the same for good: whoever lost them could make them again, or they are there to the last. */
export function isFinal(artifact: StoredArtifact): boolean {
  return artifact.guard === undefined || artifact.isComplete();
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
 * what is not there yet. They are of one edition of the artifact: this one, unless another is named. A sealed piece is compared with its digest before its first byte is given out; one that turns out to be damaged
 * before that is waited for. What is yielded is good until the next is asked for.
 * @throws UnderstudyError `splice_mismatch` when a piece was replaced by another, or found damaged, after the reading of it began; the signal's reason.
 */
export async function* readByteRange(
  source: ByteSource,
  from: number,
  end: number | undefined,
  signal: AbortSignal,
  edition = source.artifact.edition,
): AsyncGenerator<Uint8Array> {
  const { artifact } = source;
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
    const released = releasedLength(artifact, state);
    const until = Math.min(released, place.offset + ((end ?? Number.POSITIVE_INFINITY) - position));
    try {
      for await (const bytes of readCached(artifact.readCache, state, place.offset, until)) {
        signal.throwIfAborted();
        assertSame();
        begun = state;
        position += bytes.length;
        yield bytes;
      }
    } catch (error) {
      if (damageOf(error) === undefined) throw error;
      // What has begun goes on at another worker sooner than it is here again: `assertSame` says so.
      await giveUp(artifact, state, error);
    }
  }
}
