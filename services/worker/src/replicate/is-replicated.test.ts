import { expect, test } from 'vitest';
import { isReplicated } from './is-replicated.js';

const hot = { plays: 3, generatedMs: 60_000 };
const idle = { isPlayed: false, recentPlays: 0, generatedMs: 0, someoneDrains: false };

test('always and never ask for nothing', () => {
  const busy = { isPlayed: true, recentPlays: 9, generatedMs: 1e9, someoneDrains: true };
  expect(isReplicated('always', idle, hot)).toBe(true);
  expect(isReplicated('never', busy, hot)).toBe(false);
});

test('hot is what is played often or was costly to make', () => {
  expect(isReplicated('hot', { ...idle, recentPlays: 2, generatedMs: 59_999, isPlayed: true }, hot)).toBe(
    false,
  );
  expect(isReplicated('hot', { ...idle, recentPlays: 3 }, hot)).toBe(true);
  expect(isReplicated('hot', { ...idle, generatedMs: 60_000 }, hot)).toBe(true);
});

test('deploy is for what is played while somebody drains', () => {
  expect(isReplicated('deploy', { ...idle, isPlayed: true }, hot)).toBe(false);
  expect(isReplicated('deploy', { ...idle, someoneDrains: true }, hot)).toBe(false);
  expect(isReplicated('deploy', { ...idle, isPlayed: true, someoneDrains: true }, hot)).toBe(true);
});
