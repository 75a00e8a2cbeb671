import { expect, test } from 'vitest';
import { pickCopy } from './pick-copy.js';

const workers = ['a', 'b', 'c', 'd'].map((id) => ({ id, url: `http://${id}` }));

/** Picks among workers of these loads, of which those named in `copies` have one; `draws` are the random numbers. */
function pick(loads: readonly number[], copies: string, bound: number, draws = [0, 0]) {
  const left = [...draws];
  const picked = pickCopy({
    candidates: workers.slice(0, loads.length),
    hasCopy: ({ id }) => copies.includes(id),
    loadOf: ({ id }) => loads['abcd'.indexOf(id)] as number,
    hasRoom: ({ id }) => (loads['abcd'.indexOf(id)] as number) <= bound,
    random: () => left.shift() ?? 0,
  });
  return picked && `${picked.upstream.id}${picked.isSpilled ? ' fills itself' : ''}`;
}

test.each([
  ['nobody has one', [1, 1], '', 9, [0, 0], undefined],
  ['one has', [5, 1], 'a', 9, [0, 0], 'a'],
  ['of two the less loaded', [5, 4], 'ab', 9, [0, 0], 'b'],
  ['of two that are equal the first, however they were drawn', [5, 5], 'ab', 9, [0.9, 0], 'a'],
  ['of those that were drawn, though a third has less', [5, 4, 1], 'abc', 9, [0, 0], 'b'],
  ['the last and the first drawn', [5, 4, 1], 'abc', 9, [0.99, 0], 'c'],
  ['over the bound: a copy that was not drawn', [10, 10, 9], 'abc', 9, [0, 0], 'c'],
  ['over the bound: the first without one', [10, 10, 9, 8], 'ab', 9, [0, 0], 'c fills itself'],
  ['over the bound: the next, where that one is too', [10, 10, 10, 8], 'ab', 9, [0, 0], 'd fills itself'],
  ['all over the bound: the less loaded copy', [12, 11, 10, 10], 'ab', 9, [0, 0], 'b'],
])('%s', (_, loads, copies, bound, draws, picked) => {
  expect(pick(loads, copies, bound, draws)).toBe(picked);
});

test('no worker gets more than the bound while another has room, and those with copies share', () => {
  const streams = [0, 0, 0, 0];
  for (let player = 0; player < 400; player += 1) {
    const mean = (player + 1) / 4;
    const picked = pickCopy({
      candidates: workers,
      hasCopy: ({ id }) => id !== 'd',
      loadOf: ({ id }) => streams['abcd'.indexOf(id)] as number,
      hasRoom: ({ id }) => (streams['abcd'.indexOf(id)] as number) + 1 <= Math.max(1, 1.25 * mean),
      random: Math.random,
    });
    const at = 'abcd'.indexOf(picked?.upstream.id ?? '');
    streams[at] = (streams[at] as number) + 1;
  }
  expect(Math.max(...streams)).toBeLessThanOrEqual(125);
});
