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

test('where there are too many, one whose clock is ahead does not have the others refused', () => {
  const memory = memoryOf(4);
  expect(memory.take('ahead', sinceMs + 50_000, sinceMs)).toBe(true);
  for (let index = 0; index < 40; index += 1)
    expect(memory.take(`b${index}`, sinceMs + index, sinceMs + index)).toBe(true);
});

test('more than it may keep: the first is forgotten, and with it all that is as old', () => {
  const memory = memoryOf(2);
  for (const [index, nonce] of ['a', 'b', 'c'].entries())
    expect(memory.take(nonce, sinceMs + index, sinceMs + 10)).toBe(true);
  expect(memory.take('a', sinceMs, sinceMs + 11)).toBe(false);
  expect(memory.take('of the same moment', sinceMs, sinceMs + 11)).toBe(false);
  expect(memory.take('d', sinceMs + 12, sinceMs + 12)).toBe(true);
});
