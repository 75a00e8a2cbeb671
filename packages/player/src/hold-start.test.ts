import { expect, test } from 'vitest';
import { isEnoughToStart } from './hold-start.js';

test.each([
  { aheadS: 0, leftS: 24, enough: false },
  { aheadS: 1.07, leftS: 24, enough: false },
  { aheadS: 3.2, leftS: 24, enough: true },
  // A whole video that is shorter, also where its sound ends a little earlier.
  { aheadS: 1.45, leftS: 1.5, enough: true },
  // Nothing is known of it yet.
  { aheadS: 0, leftS: Number.NaN, enough: false },
])('$aheadS s of $leftS s: $enough', ({ aheadS, leftS, enough }) => {
  expect(isEnoughToStart(aheadS, leftS)).toBe(enough);
});
