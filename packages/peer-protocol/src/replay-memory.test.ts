import { expect, test } from 'vitest';
import { ReplayMemory } from './replay-memory.js';

const sinceMs = 1_000_000;
const memoryOf = (most: number) => new ReplayMemory({ windowMs: 60_000, most, sinceMs });

test('a request is taken once', () => {
  const memory = memoryOf(10);
  expect(memory.take('a', sinceMs, sinceMs)).toBe(true);
  expect(memory.take('b', sinceMs, sinceMs)).toBe(true);
  expect(memory.take('a', sinceMs, sinceMs + 59_000)).toBe(false);
});

test('what was signed before the process began may have been taken by an earlier one', () => {
  expect(memoryOf(10).take('a', sinceMs - 1, sinceMs + 10)).toBe(false);
});

test('a clock that is set back brings nothing back', () => {
  const memory = memoryOf(10);
  memory.take('a', sinceMs, sinceMs);
  memory.take('b', sinceMs + 100_000, sinceMs + 100_000);
  expect(memory.take('a', sinceMs, sinceMs)).toBe(false);
});

test('more than it may keep: the first is forgotten, and with it all that is as old', () => {
  const memory = memoryOf(2);
  for (const [index, nonce] of ['a', 'b', 'c'].entries())
    expect(memory.take(nonce, sinceMs + index, sinceMs + 10)).toBe(true);
  expect(memory.take('a', sinceMs, sinceMs + 11)).toBe(false);
  expect(memory.take('of the same moment', sinceMs, sinceMs + 11)).toBe(false);
  expect(memory.take('d', sinceMs + 12, sinceMs + 12)).toBe(true);
});
