import { expect, test } from 'vitest';
import { type Copy, progressOf, segmentsOf } from './ask-copies.js';

const copy = (worker: string, sealed: string, sealedSegments: number, others: Partial<Copy> = {}): Copy => ({
  ...{ worker, contentId: '7', artifactId: 'a', bytes: 10, readableBytes: 10, sealed, sealedSegments },
  ...{ totalSegments: 5, complete: false, generating: false },
  ...others,
});

test('what two have together counts', () => {
  expect(progressOf([copy('w1', 'init,0-1', 2, { generating: true }), copy('w2', 'init,1,4', 2)])).toEqual({
    ...{ state: 'generating', sealedSegments: 3, totalSegments: 5 },
  });
  expect(progressOf([copy('w2', 'init,1,4', 2)])).toMatchObject({ state: 'partial', sealedSegments: 2 });
});

test('one that has all is enough; of nothing nothing is known', () => {
  expect(progressOf([copy('w1', 'init,0-4', 5, { complete: true }), copy('w2', '0', 1)])).toEqual({
    ...{ state: 'complete', sealedSegments: 5, totalSegments: 5 },
  });
  expect(progressOf([])).toEqual({ state: 'described', sealedSegments: 0, totalSegments: null });
});

test('a copy that another generator made is not of the same segments', () => {
  const other = copy('w2', 'init,3-4', 2, { artifactId: 'b', complete: true });
  expect(progressOf([copy('w1', 'init,0-2', 3), other])).toMatchObject({
    ...{ state: 'partial', sealedSegments: 3 },
  });
});

test('segments are ranges; the poster is none', () => {
  expect(segmentsOf({ sealed: 'init,poster,0-2,4' })).toEqual([
    [0, 2],
    [4, 4],
  ]);
  expect(segmentsOf({ sealed: 'from another time' })).toEqual([]);
});
