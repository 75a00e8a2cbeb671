import type { Piece } from '@understudy/artifact';
import type { Want } from '@understudy/peer-protocol';

/**
 * Which piece to make next. A piece that somebody asked for comes before the sequence, so that a seek does not wait for what
 * lies before it. The initialization segment comes with any segment's run, so it is only made by itself when no segment is
 * to be made. Undefined when nothing that is wanted is missing.
 */
export function pickNextPiece(
  wants: readonly Want[],
  segmentCount: number,
  isSealed: (piece: Piece) => boolean,
): Piece | undefined {
  let asked: number | undefined;
  let sequential: number | undefined;
  let initWanted = false;
  let picture: Piece | undefined;
  for (const want of wants) {
    if ('from' in want) {
      initWanted = true;
      sequential = lower(
        sequential,
        firstMissing(want.from, Math.min(want.to ?? segmentCount, segmentCount), isSealed),
      );
    } else if (want.piece === 'init') initWanted = true;
    else if (isSealed(want.piece)) continue;
    else if (typeof want.piece === 'number') asked = lower(asked, want.piece);
    else picture ??= want.piece;
  }
  if (asked !== undefined) return asked;
  if (picture !== undefined) return picture;
  if (sequential !== undefined) return sequential;
  if (!initWanted || isSealed('init')) return undefined;
  return isSealed(0) ? 'init' : 0;
}

function firstMissing(from: number, end: number, isSealed: (piece: Piece) => boolean): number | undefined {
  for (let index = from; index < end; index += 1) if (!isSealed(index)) return index;
  return undefined;
}

const lower = (a: number | undefined, b: number | undefined) =>
  a === undefined || (b !== undefined && b < a) ? b : a;
