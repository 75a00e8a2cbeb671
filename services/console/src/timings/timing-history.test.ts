import { expect, test } from 'vitest';
import { TimingHistory } from './timing-history.js';

const bounds = [1];
const counted = (process: string, inside: number, above = 0) => ({
  process,
  histograms: { waits: { bounds, counts: [inside, above] } },
});
const countsIn = (history: TimingHistory) =>
  history.steps.map(({ histograms }) => histograms['waits']?.counts.join('+') ?? 'none');

test('a step has what all processes counted in it, and nothing from before they were known', () => {
  const history = new TimingHistory(60_000);
  history.add(1_000, [counted('a', 1_000), counted('b', 2_000)]);
  history.add(6_000, [counted('a', 1_003), counted('b', 2_000, 4)]);
  history.add(11_000, [counted('a', 1_003), counted('b', 2_000, 4)]);
  expect(countsIn(history)).toEqual(['none', '3+4', '0+0']);
});

test('a process that was started again begins at zero and takes nothing away', () => {
  const history = new TimingHistory(60_000);
  history.add(1_000, [counted('a', 50), counted('b', 7)]);
  history.add(6_000, [counted('c', 2), counted('b', 8)]);
  history.add(11_000, [counted('c', 5), counted('b', 8)]);
  expect(countsIn(history)).toEqual(['none', '1+0', '3+0']);
});

test('what one counted while it did not answer comes when it answers again', () => {
  const history = new TimingHistory(60_000);
  history.add(1_000, [counted('a', 1)]);
  history.add(6_000, []);
  history.add(11_000, [counted('a', 9)]);
  expect(countsIn(history)).toEqual(['none', 'none', '8+0']);
});

test('while nobody tells, what was counted gets old and goes', () => {
  const history = new TimingHistory(10_000);
  history.add(1_000, [counted('a', 1)]);
  history.add(6_000, [counted('a', 4)]);
  history.add(11_000, []);
  expect(countsIn(history)).toEqual(['3+0', 'none']);
  history.add(16_000, []);
  expect(countsIn(history)).toEqual(['none', 'none']);
});

test('steps and processes are kept for so long and no longer', () => {
  const history = new TimingHistory(10_000);
  for (let step = 0; step < 100; step += 1) history.add(step * 5_000, [counted('a', step)]);
  expect(history.steps.map(({ atMs }) => atMs)).toEqual([490_000, 495_000]);
  history.add(500_000, []);
  history.add(505_000, []);
  // Forgotten: what it tells now is of no known time.
  history.add(510_000, [counted('a', 500)]);
  expect(countsIn(history).at(-1)).toBe('none');
});
