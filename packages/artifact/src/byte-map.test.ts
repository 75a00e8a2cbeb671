import { expect, test } from 'vitest';
import { createByteMap } from './byte-map.js';
import type { Piece } from './piece.js';

test('places are known up to the first piece that is not sealed', () => {
  const lengths = new Map<Piece, number>([
    ['init', 10],
    [0, 5],
    [2, 7],
  ]);
  const map = createByteMap(3, (piece) => lengths.get(piece));

  expect(map.locate(0)).toEqual({ piece: 'init', offset: 0 });
  expect(map.locate(9)).toEqual({ piece: 'init', offset: 9 });
  expect(map.locate(10)).toEqual({ piece: 0, offset: 0 });
  // Segment 1 has no length yet: a position in it, or past what it has, is a place in it.
  expect(map.locate(15)).toEqual({ piece: 1, offset: 0 });
  expect(map.locate(99)).toEqual({ piece: 1, offset: 84 });
  expect(map.sealedPrefixLength()).toBe(15);
  expect(map.totalLength()).toBeUndefined();

  lengths.set(1, 3);
  expect(map.locate(99)).toBeUndefined();
  expect(map.locate(18)).toEqual({ piece: 2, offset: 0 });
  expect(map.locate(24)).toEqual({ piece: 2, offset: 6 });
  expect(map.locate(25)).toBeUndefined();
  expect(map.totalLength()).toBe(25);
});
