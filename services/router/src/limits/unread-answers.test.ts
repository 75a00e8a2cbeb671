import { expect, test } from 'vitest';
import { pickUnread, UnreadAnswers } from './unread-answers.js';

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

test('too many that are young go once they are old, though nothing else comes', async () => {
  const cut: string[] = [];
  const answers = new UnreadAnswers({ most: 2, share: 2, patienceMs: 50 });
  const open = (client: string) =>
    answers.open({ client, sinceMs: performance.now(), cut: () => cut.push(client) });
  const taken = open('a');
  for (const client of ['b', 'c', 'd', 'e']) open(client);
  expect(cut).toEqual([]);
  taken();
  await expect.poll(() => cut).toEqual(['b', 'c']);
});
