import { type Piece, parsePiece, sheetOf, storyboardPiece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';

/** What a follower has of an artifact already, and what it needs: the body of `POST /artifacts/{contentId}/feed`. */
export interface FeedRequest {
  /** Which worker follows. */
  readonly follower: string;
  readonly sealed: readonly Piece[];
  /** Bytes of pieces begun but not sealed: the feed goes on behind them. */
  readonly partial: readonly { readonly piece: Piece; readonly bytes: number }[];
  /** What players of the follower wait for: the sender makes it as if they were its own. Empty for a mere replica. */
  readonly wants: readonly Want[];
  /** Nothing is to be made for it: `wants` only says what to send first. */
  readonly storedOnly?: boolean;
  /** Whether it takes sheets of the storyboard. Workers of before there was one do not know these pieces. */
  readonly takesStoryboard: boolean;
}

/**
 * The request as JSON. Sheets have a field of their own, which a worker of before there was a storyboard reads past: among the
 * others it would refuse the whole.
 */
export function feedRequestJson({ sealed, partial, wants, takesStoryboard, ...rest }: FeedRequest): object {
  const others = (piece: Piece) => sheetOf(piece) === undefined;
  return {
    ...rest,
    sealed: sealed.filter(others),
    partial: partial.filter(({ piece }) => others(piece)),
    wants: wants.filter((want) => 'from' in want || others(want.piece)),
    ...(takesStoryboard && {
      storyboard: {
        sealed: sealed.flatMap((piece) => sheetOf(piece) ?? []),
        wants: wants.flatMap((want) => ('from' in want ? [] : (sheetOf(want.piece) ?? []))),
      },
    }),
  };
}

/**
 * What somebody waits for: one piece, or everything from a segment on (`from: 0` is the whole video with its init), where `to` is given no
 * further than the segment before that.
 */
export type Want = { readonly piece: Piece } | { readonly from: number; readonly to?: number };

/**
 * Checks what a peer sent as a feed request.
 * @throws UnderstudyError `bad_request`
 */
export function parseFeedRequest(value: unknown): FeedRequest {
  const { follower, sealed, partial, wants, storedOnly, storyboard } = objectOf(value);
  if (typeof follower !== 'string') throw malformed('follower');
  const sheets = storyboard === undefined ? undefined : objectOf(storyboard);
  const sheetsOf = (name: string) =>
    sheets === undefined
      ? []
      : listOf(sheets[name], name).map((sheet) => pieceOf(storyboardPiece(countOf(sheet))));
  return {
    follower,
    storedOnly: storedOnly === true,
    takesStoryboard: sheets !== undefined,
    sealed: [...listOf(sealed, 'sealed').map(pieceOf), ...sheetsOf('sealed')],
    partial: listOf(partial, 'partial').map((entry) => {
      const { piece, bytes } = objectOf(entry);
      return { piece: pieceOf(piece), bytes: countOf(bytes) };
    }),
    wants: [...listOf(wants, 'wants').map(wantOf), ...sheetsOf('wants').map((piece) => ({ piece }))],
  };
}

function wantOf(value: unknown): Want {
  const want = objectOf(value);
  if (!('from' in want)) return { piece: pieceOf(want['piece']) };
  return { from: countOf(want['from']), ...(want['to'] !== undefined && { to: countOf(want['to']) }) };
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw malformed('an object');
  return value as Record<string, unknown>;
}

function listOf(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw malformed(name);
  return value;
}

function pieceOf(value: unknown): Piece {
  // Not whatever can be made a text: an object of a peer's says how, or cannot.
  const piece =
    typeof value === 'string' || typeof value === 'number' ? parsePiece(String(value)) : undefined;
  if (piece === undefined) throw malformed('a piece');
  return piece;
}

function countOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw malformed('a number');
  return value;
}

const malformed = (what: string) =>
  new UnderstudyError('bad_request', `feed request without a valid ${what}`);
