import { expect, test } from 'vitest';
import { rememberResults } from './remember-results.js';

function counting(kept: number) {
  const computed: string[] = [];
  const lengthOf = rememberResults((text) => {
    computed.push(text);
    return text === '' ? undefined : text.length;
  }, kept);
  return { computed, lengthOf };
}

test('what was found is not computed again', () => {
  const { computed, lengthOf } = counting(2);
  expect(['a', 'bb', 'a', 'bb'].map(lengthOf)).toEqual([1, 2, 1, 2]);
  expect(computed).toEqual(['a', 'bb']);
});

test('what came first is forgotten first', () => {
  const { computed, lengthOf } = counting(2);
  for (const text of ['a', 'bb', 'ccc', 'bb', 'a']) lengthOf(text);
  expect(computed).toEqual(['a', 'bb', 'ccc', 'a']);
});

test('what nothing was found for is computed each time, and pushes out nothing', () => {
  const { computed, lengthOf } = counting(1);
  expect(['a', '', '', 'a'].map(lengthOf)).toEqual([1, undefined, undefined, 1]);
  expect(computed).toEqual(['a', '', '']);
});
