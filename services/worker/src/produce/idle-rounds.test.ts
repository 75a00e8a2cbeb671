import { UnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { IdleRounds } from './idle-rounds.js';

const limits = { idleRounds: 20, idleRoundMs: 1 };

function roundsUntilEnough(error?: unknown): number {
  const idle = new IdleRounds(limits);
  let rounds = 0;
  while (!idle.tooMany && rounds < 100) {
    idle.note(false, error);
    rounds += 1;
  }
  return rounds;
}

test('rounds without progress are counted, and those with wrong bytes for more', () => {
  expect(roundsUntilEnough()).toBe(21);
  expect(roundsUntilEnough(new UnderstudyError('peer_protocol'))).toBe(21);
  expect(roundsUntilEnough(new UnderstudyError('digest_mismatch'))).toBe(5);
});

test('progress begins anew', () => {
  const idle = new IdleRounds(limits);
  for (let round = 0; round < 100; round += 1) {
    idle.note(round % 20 === 0);
    expect(idle.tooMany).toBe(false);
  }
});
