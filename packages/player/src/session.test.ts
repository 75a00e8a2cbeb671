import { expect, test } from 'vitest';
import { newSession, SaveTimes, sessionPath } from './session.js';

test('a new session is one that the service takes, and no other', () => {
  const sessions = Array.from({ length: 100 }, newSession);
  for (const session of sessions) expect(sessionPath(session)).toBe(`/v1/sessions/${session}`);
  expect(new Set(sessions).size).toBe(100);
  for (const bad of ['', 'short', `${newSession()}/`, 'x'.repeat(65)])
    expect(() => sessionPath(bad)).toThrow(TypeError);
});

test('while it plays a position is saved every five seconds, and at once when it may be the last', () => {
  const times = new SaveTimes(true);
  const saved: number[] = [];
  for (let ms = 0; ms <= 12_000; ms += 250) if (times.take(ms / 1_000, ms, false)) saved.push(ms);
  expect(saved).toEqual([0, 5_000, 10_000]);
  expect(times.take(12.1, 12_100, true)).toBe(true);
  expect(times.take(12.1, 20_000, true)).toBe(false);
});

test('what could not be read is not written over before half a minute was watched; a seek does not count', () => {
  const times = new SaveTimes(false);
  const saved: number[] = [];
  for (let s = 0; s < 29; s += 1) if (times.take(s, s * 1_000, true)) saved.push(s);
  expect(times.take(300, 29_000, true)).toBe(false);
  for (let s = 300; s < 304; s += 1) if (times.take(s, (s - 270) * 1_000, false)) saved.push(s);
  expect(saved).toEqual([302]);
});
