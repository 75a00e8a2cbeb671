import { expect, test } from 'vitest';
import { parseStoredNotice } from './stored-notice.js';

test('what is stored at a follower', () => {
  const pieces = [
    { piece: 'init', bytes: 7 },
    { piece: '3', bytes: 0 },
  ];
  expect(parseStoredNotice({ follower: 'b', edition: 2, pieces })).toEqual({
    edition: 2,
    pieces: [
      { piece: 'init', bytes: 7 },
      { piece: 3, bytes: 0 },
    ],
  });
});

test.each([
  [undefined],
  ['stored'],
  [{ edition: -1, pieces: [] }],
  [{ edition: 0 }],
  [{ edition: 0, pieces: [null] }],
  [{ edition: 0, pieces: [{ piece: '01', bytes: 1 }] }],
  [{ edition: 0, pieces: [{ piece: '1', bytes: 0.5 }] }],
  [{ edition: 0, pieces: [{ piece: { toString: null }, bytes: 1 }] }],
])('%j is refused', (notice) => {
  expect(() => parseStoredNotice(notice)).toThrow(/edition/);
});
