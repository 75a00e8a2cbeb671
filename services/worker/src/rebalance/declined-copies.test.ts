import { expect, test } from 'vitest';
import { DeclinedCopies, evictedPauseMs, withoutRoomPauseMs } from './declined-copies.js';

test('a copy without room is declined for its time, and no more than 10,000 are remembered', () => {
  const declined = new DeclinedCopies();
  declined.note(1n, evictedPauseMs, 1_000);
  expect(declined.pauseMs(1n, 2_000)).toBe(evictedPauseMs - 1_000);
  expect(declined.pauseMs(2n, 2_000)).toBeUndefined();
  expect(declined.pauseMs(1n, 1_000 + evictedPauseMs)).toBeUndefined();
  expect(declined.size).toBe(0);
  for (let contentId = 0n; contentId <= 10_000n; contentId += 1n)
    declined.note(contentId, withoutRoomPauseMs, 0);
  expect([declined.size, declined.pauseMs(0n, 1), declined.pauseMs(1n, 1)]).toEqual([
    10_000,
    undefined,
    withoutRoomPauseMs - 1,
  ]);
});
