import { expect, test } from 'vitest';
import { pickUpstream } from './pick-upstream.js';

const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, url: id })) as [never, never, never];
const pick = (failed: string[], dead: string[]) =>
  pickUpstream([a, b, c], new Set(failed), ({ id }) => !dead.includes(id))?.id;

test.each([
  [[], [], 'a'],
  [['a'], [], 'b'],
  [[], ['a'], 'b'],
  [['b'], ['a'], 'c'],
  // Whoever is thought dead is asked too, in the end.
  [['b', 'c'], ['a'], 'a'],
  [[], ['a', 'b', 'c'], 'a'],
  [['a', 'b', 'c'], [], undefined],
])('failed %j, dead %j: %s', (failed, dead, expected) => {
  expect(pick(failed, dead)).toBe(expected);
});
