import { expect, test } from 'vitest';
import { formatAge, formatBytes, formatGenerator } from './format.js';

test.each([
  [-5, '0 s'],
  [119_999, '119 s'],
  [120_000, '2 min'],
  [7_200_000, '2 h'],
  [172_800_000, '2 d'],
])('%i ms are %s', (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

test.each([
  [0, '0 B'],
  [1_500, '1.5 kB'],
  [12_000_000, '12.0 MB'],
  [3e15, '3000.0 TB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('a fingerprint is cut, another name is not', () => {
  expect(formatGenerator('ffmpeg@1#595e72e498b8b017bdd0064a')).toBe('ffmpeg@1#595e72e4');
  expect(formatGenerator('program@2')).toBe('program@2');
});
