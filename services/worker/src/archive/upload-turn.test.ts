import { expect, test } from 'vitest';
import { isWanted, placeOf, uploadDelayMs } from './upload-turn.js';

const cold = { plays: 0, asked: false, leaving: false };

test.each([
  ['off', { plays: 99, asked: true, leaving: true }, false],
  ['complete', cold, true],
  ['hot', { ...cold, plays: 4 }, false],
  ['hot', { ...cold, plays: 5 }, true],
  ['hot', { ...cold, asked: true }, true],
  ['hot', { ...cold, leaving: true }, false],
  ['drain', { ...cold, plays: 99 }, false],
  ['drain', { ...cold, leaving: true }, true],
] as const)('policy %s, %j: %s', (policy, facts, wanted) => {
  expect(isWanted(policy, facts, 5)).toBe(wanted);
});

test('the replica uploads at once, then the master, then any other', () => {
  const owners = { master: 'm', replica: 'r' };
  const delays = ['r', 'm', 'x'].map((id) => uploadDelayMs(placeOf(id, owners), 1_000));
  expect(delays).toEqual([0, 1_000, 2_000]);
});
