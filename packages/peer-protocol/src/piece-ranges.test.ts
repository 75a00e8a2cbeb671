import type { Piece } from '@understudy/artifact';
import { expect, test } from 'vitest';
import { formatPieceRanges, hasPiece, parsePieceRanges } from './piece-ranges.js';

test.each<[Piece[], string]>([
  [[], ''],
  [['init'], 'init'],
  [['poster', 2, 'init', 0, 1], 'init,poster,0-2'],
  [[9, 4, 3, 0], '0,3-4,9'],
])('%j is written %s, and read back', (pieces, text) => {
  expect(formatPieceRanges(pieces)).toBe(text);
  const ranges = parsePieceRanges(text) ?? [];
  for (const piece of ['init', 'poster', 0, 1, 2, 3, 4, 5, 9, 10] as const)
    expect(hasPiece(ranges, piece), String(piece)).toBe(pieces.includes(piece));
});

test('the sheets of a storyboard are left out', () => {
  expect(formatPieceRanges(['init', 'storyboard-0', 1])).toBe('init,1');
});

test.each([
  'x',
  'storyboard-0',
  'storyboard-0-storyboard-0',
  '1-',
  '-1',
  '4-2',
  '1-2-3',
  'init-poster',
  'init-3',
  '01',
  '1,,2',
  '0-99999999999',
])('%s is none', (text) => expect(parsePieceRanges(text)).toBeUndefined());
