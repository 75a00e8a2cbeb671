import type { Piece, Place } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import { damageOf } from './damage.js';
import type { PieceState } from './piece-state.js';
import { readStored } from './read-stored.js';
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
  const { byteMap } = artifact;
  return { artifact, locate: byteMap.locate, totalLength: byteMap.totalLength };
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

/** How many bytes can be read from `from` without waiting for more to be made. */
export function readableFrom(source: ByteSource, from: number): number {
  let position = from;
  for (;;) {
    const place = source.locate(position);
    const state = place === undefined ? undefined : source.artifact.state(place.piece);
    if (place === undefined || state === undefined || state.length <= place.offset) return position - from;
    position += state.length - place.offset;
    if (state.sha256 === undefined) return position - from;
  }
}

/** Resolves once the byte at `position` can be read, or the source is known to end before it. Rejects when `signal` aborts. */
export async function waitForByte(source: ByteSource, position: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if (readableFrom(source, position) > 0) return;
    const total = source.totalLength();
    if (total !== undefined && position >= total) return;
    await source.artifact.waitForChange(signal);
  }
}

/**
 * Yields the bytes from `from` up to (not including) `end`, or to the end of the source where `end` is undefined; waits for
 * what is not there yet. A sealed piece is compared with its digest before its first byte is given out; one that turns out to be damaged before
 * any of it was given out is waited for.
 * @throws UnderstudyError `splice_mismatch` when a piece was replaced by another, or found damaged, while it was read; the signal's reason.
 */
export async function* readByteRange(
  source: ByteSource,
  from: number,
  end: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let position = from;
  let begun: PieceState | undefined;
  while (end === undefined || position < end) {
    await waitForByte(source, position, signal);
    const place = source.locate(position);
    if (place === undefined) return;
    const state = source.artifact.state(place.piece);
    if (begun !== undefined && begun.piece === place.piece && (begun !== state || begun.dropped)) {
      throw replaced(source.artifact, begun);
    }
    if (state === undefined || state.length <= place.offset) continue;
    if (!(await verifyPiece(source.artifact, state))) continue;
    const until = Math.min(state.length, place.offset + ((end ?? Number.POSITIVE_INFINITY) - position));
    try {
      for await (const bytes of readStored(state, place.offset, until)) {
        signal.throwIfAborted();
        position += bytes.length;
        begun = state;
        yield bytes;
      }
    } catch (error) {
      if (damageOf(error) === undefined) throw error;
      await giveUp(source.artifact, state, error);
      // Another worker goes on with it sooner than it is obtained again.
      if (begun === state) throw replaced(source.artifact, state);
    }
  }
}

function replaced({ artifactId }: StoredArtifact, { piece }: PieceState): UnderstudyError {
  return new UnderstudyError(
    'splice_mismatch',
    `piece ${piece} of ${artifactId} was replaced while it was read`,
  );
}
