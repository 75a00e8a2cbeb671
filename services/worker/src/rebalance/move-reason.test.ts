import { expect, test } from 'vitest';
import { moveReason } from './move-reason.js';

const before = { owners: () => ({ master: 'a', replica: 'b' }) };
const now = (...members: string[]) => ({
  member: (id: string) => (members.includes(id) ? ({ id } as never) : undefined),
});

test.each([
  ['a new owner while both old ones are there', ['a', 'b', 'c'], 'c', 'balance'],
  ['a new owner in place of one that is gone', ['a', 'c'], 'c', 'restore'],
  ['an old owner that lost its copy', ['a', 'b', 'c'], 'b', 'restore'],
] as const)('%s', (_, members, target, expected) => {
  expect(moveReason(before, now(...members), 1n, target)).toBe(expected);
});

test('who was not there before takes it for a loss', () => {
  expect(moveReason(undefined, now('a', 'b'), 1n, 'a')).toBe('restore');
});
