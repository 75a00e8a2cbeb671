import { expect, test } from 'vitest';
import { type MediaEvent, StallDetector } from './stalls.js';

/** What is told of events that are a second apart. */
function toldOf(events: readonly MediaEvent[]) {
  const detector = new StallDetector();
  return events.flatMap((event, second) => {
    const told = detector.take(event, second * 1_000);
    return told === undefined ? [] : [{ second, ...told }];
  });
}

test('waiting while it plays is a stall, until it plays again', () => {
  expect(toldOf(['playing', 'waiting', 'waiting', 'playing', 'waiting', 'playing'])).toEqual([
    { second: 1, stall: true },
    { second: 3, recoveredAfterMs: 2_000 },
    { second: 4, stall: true },
    { second: 5, recoveredAfterMs: 1_000 },
  ]);
});

test('waiting for the first picture, for that of a seek or at the end is none', () => {
  expect(toldOf(['waiting', 'playing', 'seeking', 'waiting', 'playing', 'ended', 'waiting'])).toEqual([]);
});

test('a stall lasts while its source is loaded anew', () => {
  expect(toldOf(['playing', 'waiting', 'emptied', 'waiting', 'seeking', 'playing'])).toEqual([
    { second: 1, stall: true },
    { second: 5, recoveredAfterMs: 4_000 },
  ]);
});
