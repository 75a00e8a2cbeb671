import { type Piece, parsePiece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';

/** Body of `POST /artifacts/{contentId}/stored`: a follower tells the sender of its feed what is stored at the follower. */
export interface StoredNotice {
  readonly follower: string;
  /** As in the feed's `meta`. */
  readonly edition: number;
  /** How many bytes from the beginning of each piece. */
  readonly pieces: readonly { readonly piece: string; readonly bytes: number }[];
}

/**
 * Checks what a peer sent as a notice.
 * @throws UnderstudyError `bad_request`
 */
export function parseStoredNotice(value: unknown): {
  readonly edition: number;
  readonly pieces: readonly { readonly piece: Piece; readonly bytes: number }[];
} {
  const { edition, pieces } = (value ?? {}) as Partial<StoredNotice>;
  if (!isCount(edition) || !Array.isArray(pieces)) throw malformed();
  return {
    edition,
    pieces: pieces.map((each: unknown) => {
      const { piece: text, bytes } = (each ?? {}) as Partial<StoredNotice['pieces'][number]>;
      const piece = typeof text === 'string' ? parsePiece(text) : undefined;
      if (piece === undefined || !isCount(bytes)) throw malformed();
      return { piece, bytes };
    }),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

const malformed = () =>
  new UnderstudyError('bad_request', 'a notice of what is stored names an edition, and bytes of pieces');
