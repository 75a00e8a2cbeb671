import { UnderstudyError } from '@understudy/errors';
import { parseContentId } from './paths.js';
import { type PieceRange, parsePieceRanges } from './piece-ranges.js';

/** Body of `POST /copies`: a holder asks a worker what it has of what the holder has. */
export interface CopiesQuestion {
  readonly copies: readonly {
    /** Decimal. */
    readonly contentId: string;
    readonly artifactId: string;
    /** What the holder has of it, as `formatPieceRanges`. */
    readonly pieces: string;
  }[];
  /** The holder is going to remove its own: the answer `keeps` is a promise then. */
  readonly promise: boolean;
}

/**
 * What a worker says of one copy:
 *
 * - `lacks`: it has not all those pieces.
 * - `coming`: the same, but it is busy with the artifact, or is going to copy it.
 * - `has`: it has them.
 * - `keeps`: they were compared with their digests, the copy belongs there as far as that worker knows, and it will not be
 *   removed within `promiseMs`. Only said where a promise was asked for.
 */
export type CopyAnswer = 'lacks' | 'coming' | 'has' | 'keeps';

export interface CopiesAnswer {
  /** In the order of the question. */
  readonly copies: readonly CopyAnswer[];
}

/**
 * How long an answer `keeps` binds whoever gave it. Who asked relies on it for half of that, counted from before it asked:
 * several times what a question takes.
 */
export const promiseMs = 4_000;

/** So many copies in one question; the body of one has a limit. */
export const copiesPerQuestion = 200;

export interface AskedCopy {
  readonly contentId: bigint;
  readonly artifactId: string;
  readonly pieces: readonly PieceRange[];
}

/**
 * Checks what a peer sent as a question.
 * @throws UnderstudyError `bad_request`
 */
export function parseCopiesQuestion(value: unknown): { copies: AskedCopy[]; promise: boolean } {
  const { copies, promise } = (value ?? {}) as Partial<CopiesQuestion>;
  if (!Array.isArray(copies) || copies.length > copiesPerQuestion || typeof promise !== 'boolean') {
    throw new UnderstudyError(
      'bad_request',
      `a question for copies names at most ${copiesPerQuestion}, and whether to promise`,
    );
  }
  return { promise, copies: copies.map(parseCopy) };
}

function parseCopy(value: unknown): AskedCopy {
  const { contentId, artifactId, pieces } = (value ?? {}) as Partial<CopiesQuestion['copies'][number]>;
  const id = typeof contentId === 'string' ? parseContentId(contentId) : undefined;
  const ranges = typeof pieces === 'string' ? parsePieceRanges(pieces) : undefined;
  if (id === undefined || typeof artifactId !== 'string' || ranges === undefined)
    throw new UnderstudyError('bad_request', 'a question for copies with a malformed copy');
  return { contentId: id, artifactId, pieces: ranges };
}
