import { type Piece, parsePiece } from '@understudy/artifact';

/** Several pieces: `init`, `poster`, or all segments from the first number to the last. Sheets of a storyboard are never among them. */
export type PieceRange = 'init' | 'poster' | readonly [first: number, last: number];

/**
 * Which pieces these are, as `init,poster,0-4,7`: a video of an hour is not a list of a thousand numbers. The storyboard is left out: a copy
 * is one without it, and workers of before there was any take the whole list for none where they do not know a word.
 */
export function formatPieceRanges(pieces: Iterable<Piece>): string {
  const all = new Set(pieces);
  const segments = [...all].filter((piece) => typeof piece === 'number').sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const segment of segments) {
    const last = ranges.at(-1);
    if (last !== undefined && segment === last[1] + 1) last[1] = segment;
    else ranges.push([segment, segment]);
  }
  return [
    ...(['init', 'poster'] as const).filter((piece) => all.has(piece)),
    ...ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)),
  ].join(',');
}

/** What `formatPieceRanges` wrote; undefined for anything else. */
export function parsePieceRanges(text: string): PieceRange[] | undefined {
  if (text === '') return [];
  const ranges: PieceRange[] = [];
  for (const part of text.split(',')) {
    const [from = '', to = from, ...more] = part.split('-');
    const first = parsePiece(from);
    const last = parsePiece(to);
    if (first === undefined || last === undefined || more.length > 0) return undefined;
    if (typeof first !== 'number' || typeof last !== 'number') {
      if ((first !== 'init' && first !== 'poster') || first !== last) return undefined;
      ranges.push(first);
    } else if (first > last) return undefined;
    else ranges.push([first, last]);
  }
  return ranges;
}

/** Whether `ranges` have the piece. */
export function hasPiece(ranges: readonly PieceRange[], piece: Piece): boolean {
  return ranges.some((range) =>
    typeof range === 'string'
      ? range === piece
      : typeof piece === 'number' && range[0] <= piece && piece <= range[1],
  );
}
