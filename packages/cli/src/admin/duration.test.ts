import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.js';

test.each([
  ['90s', 90],
  ['30m', 1_800],
  ['2h', 7_200],
  ['1d', 86_400],
])('%s is %i s, and back', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
  expect(formatDuration(seconds)).toBe(text);
});

test.each(['', '30', 'm', '-1m', '1.5h', '1w', '30 m', '99999999999s'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
