import { expect, test } from 'vitest';
import { SpentSources } from './spent-sources.js';

test('a worker is left when it has given all, or when nothing came of it twice', () => {
  const sources = new SpentSources();
  sources.gaveAll('a');
  sources.failed('b');
  expect(['a', 'b', 'c'].map((url) => sources.has(url))).toEqual([true, false, false]);
  sources.failed('b');
  expect(sources.has('b')).toBe(true);
});
