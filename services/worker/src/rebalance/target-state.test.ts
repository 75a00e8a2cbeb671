import { expect, test } from 'vitest';
import { TargetStates } from './target-state.js';

test('a worker that fails is left alone for longer each time, up to a minute, and the others are not', () => {
  const targets = new TargetStates();
  const pauses: number[] = [];
  let nowMs = 0;
  for (let time = 0; time < 8; time += 1) {
    targets.failed('full', nowMs);
    let pauseMs = 0;
    while (!targets.mayBeAsked('full', nowMs + pauseMs)) pauseMs += 500;
    pauses.push(pauseMs);
    nowMs += pauseMs;
    expect(targets.takesMore('other', nowMs)).toBe(true);
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  targets.worked('full');
  targets.failed('full', nowMs);
  expect(targets.mayBeAsked('full', nowMs + 1_000)).toBe(true);
});

test('one that has enough to do is asked about copies, and offered more at the next look', () => {
  const targets = new TargetStates();
  targets.hasEnough('busy');
  expect([targets.mayBeAsked('busy', 0), targets.takesMore('busy', 0)]).toEqual([true, false]);
  targets.nextLook();
  expect(targets.takesMore('busy', 0)).toBe(true);
});

test('one without room is asked, and offered nothing for longer each time until it takes a copy', () => {
  const targets = new TargetStates();
  expect(targets.full('full', 0)).toBe(true);
  targets.worked('full');
  targets.nextLook();
  expect([targets.mayBeAsked('full', 500), targets.takesMore('full', 500)]).toEqual([true, false]);
  expect(targets.takesMore('full', 1_000)).toBe(true);
  expect(targets.full('full', 1_000)).toBe(false);
  expect([targets.takesMore('full', 2_500), targets.takesMore('full', 3_000)]).toEqual([false, true]);
  targets.took('full');
  expect(targets.full('full', 3_000)).toBe(true);
});
