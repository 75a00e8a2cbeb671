import { expect, test } from 'vitest';
import { pickUnread } from './unread-answers.js';

const limits = { share: 2, patienceMs: 1_000 };
const unread = (...clients: readonly string[]) =>
  clients.map((client, index) => ({ client, sinceMs: index, cut: () => {} }));

test('the oldest of whoever has more than a share goes', () => {
  const answers = unread('a', 'b', 'b', 'c', 'b');
  expect(pickUnread(answers, limits, 10)).toBe(answers[1]);
});

test('where nobody has, the oldest goes once it is old', () => {
  const answers = unread('a', 'b', 'b', 'c');
  expect(pickUnread(answers, limits, 999)).toBeUndefined();
  expect(pickUnread(answers, limits, 1_000)).toBe(answers[0]);
});
