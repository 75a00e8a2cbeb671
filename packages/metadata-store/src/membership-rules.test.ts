import { expect, test } from 'vitest';
import {
  announce,
  leave,
  lostKeptMs,
  lostMost,
  type MembershipState,
  nobodyYet,
  observe,
  stillLost,
  toMembership,
} from './membership-rules.js';
import { testMember } from './testing/test-member.js';

const awayAfterMs = 1e12;
const lostIn = ({ lost = [] }: MembershipState) => lost.map(({ id }) => id);

/** All of them announced at 0, with leases of 10 ms. */
const announced = (...ids: readonly string[]) =>
  ids.reduce((state, id) => announce(state, testMember(id), 10), nobodyYet);

test('that a worker was lost is kept for an hour, and of a hundred', () => {
  const many = Array.from({ length: lostMost + 5 }, (_, index) => `w${index}`);
  const state = observe(announced(...many), 10, awayAfterMs);
  expect(lostIn(state)).toEqual(many.slice(5));
  expect(stillLost(state, lostKeptMs + 9)).toHaveLength(lostMost);
  expect(stillLost(state, lostKeptMs + 10)).toEqual([]);
  expect(lostIn(observe(state, lostKeptMs + 10, awayAfterMs))).toEqual([]);
});

test('what an earlier version wrote knows of nobody', () => {
  const { lost: _, ...before } = announced('w1');
  expect(lostIn(observe(before, 5, awayAfterMs))).toEqual([]);
  expect(lostIn(observe(before, 10, awayAfterMs))).toEqual(['w1']);
  expect(stillLost({}, 0)).toEqual([]);
});

test('who leaves was not lost, and who is a member is not', () => {
  expect(lostIn(observe(leave(announced('w1'), 'w1'), 10, awayAfterMs))).toEqual([]);
  const lost = [
    { id: 'w1', atMs: 1 },
    { id: 'w2', atMs: 2 },
  ];
  expect(toMembership(3, [testMember('w1')], lost).lost).toEqual([{ id: 'w2', atMs: 2 }]);
});
