import { expect, test } from 'vitest';
import { parseStatusesQuestion, statusesPerQuestion } from './statuses.js';

test('a question names content IDs', () => {
  const ids = [7n, 2n ** 64n - 1n];
  expect(parseStatusesQuestion({ contentIds: ids.map(String) })).toEqual(ids);
  expect(parseStatusesQuestion({ contentIds: [] })).toEqual([]);
});

test.each([
  [undefined],
  [{}],
  [{ contentIds: '7' }],
  [{ contentIds: [7] }],
  [{ contentIds: ['07'] }],
  [{ contentIds: Array.from({ length: statusesPerQuestion + 1 }, () => '7') }],
])('%# is refused', (body) => {
  expect(() => parseStatusesQuestion(body)).toThrow(/content ID/);
});
