import { expect, test } from 'vitest';
import { KnownDeletions } from './known-deletions.js';

test('the latest deletions are known, and no more than the limit', () => {
  const known = new KnownDeletions(3);
  for (const contentId of [1n, 2n, 2n, 3n, 4n, 5n]) known.add(contentId);
  expect([1n, 2n, 3n, 4n, 5n].map((contentId) => known.has(contentId))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});
