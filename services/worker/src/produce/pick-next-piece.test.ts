import type { Piece } from '@understudy/artifact';
import type { Want } from '@understudy/peer-protocol';
import { expect, test } from 'vitest';
import { pickNextPiece } from './pick-next-piece.js';

const cases: [string, Want[], Piece[], Piece | undefined][] = [
  ['nothing is wanted', [], [], undefined],
  ['a whole video begins with segment 0, which brings the init', [{ from: 0 }], [], 0],
  ['the sequence goes on at its first gap', [{ from: 0 }], ['init', 0, 1, 3], 2],
  ['the sequence ends where nobody wants more', [{ from: 1, to: 3 }], ['init', 1, 2], undefined],
  ['and goes on to there', [{ from: 1, to: 3 }], ['init', 1], 2],
  ['a seek comes first', [{ from: 0 }, { piece: 3 }], ['init', 0], 3],
  ['the earliest of several seeks', [{ piece: 3 }, { piece: 2 }], ['init'], 2],
  [
    'a poster comes before the rest of the sequence',
    [{ from: 0 }, { piece: 'poster' }],
    ['init', 0],
    'poster',
  ],
  ['the init alone is made with segment 0', [{ piece: 'init' }], [], 0],
  ['the init alone by itself where segment 0 is there', [{ piece: 'init' }], [0], 'init'],
  ['all is there', [{ from: 0 }, { piece: 1 }], ['init', 0, 1, 2, 3], undefined],
];

test.each(cases)('%s', (_what, wants, sealed, expected) => {
  expect(pickNextPiece(wants, 4, (piece) => sealed.includes(piece))).toBe(expected);
});
