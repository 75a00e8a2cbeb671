import { expect, test } from 'vitest';
import { ReplicaLag } from './replica-lag.js';

/** Far above what these tests take. */
const longMs = 10_000;

test('without a follower nothing is waited for', async () => {
  await new ReplicaLag(() => 0).settled(longMs);
});

test('what was sealed is waited for until every follower has it, or is gone', async () => {
  const lag = new ReplicaLag(() => 0);
  const [first, second] = [lag.begin(), lag.begin()];
  let settled = false;
  const waiting = lag.settled(longMs).then(() => {
    settled = true;
  });
  first.caughtUp();
  await Promise.resolve();
  expect(settled).toBe(false);
  second.ended();
  await waiting;
  lag.sealed();
  const again = lag.settled(longMs);
  first.caughtUp();
  await again;
});

test('a follower that is too slow is waited for once, until it has caught up', async () => {
  const lag = new ReplicaLag(() => 0);
  const slow = lag.begin();
  await lag.settled(1);
  lag.sealed();
  await lag.settled(longMs);
  slow.caughtUp();
  lag.sealed();
  const waiting = lag.settled(longMs);
  slow.caughtUp();
  await waiting;
});

test('how far the followers are behind is told, and nothing where none is', () => {
  let storedBytes = 10;
  const lag = new ReplicaLag(() => storedBytes);
  expect(lag.behind).toBeUndefined();
  const feed = lag.begin();
  expect(lag.behind).toMatchObject({ bytes: 10 });
  feed.caughtUp();
  expect(lag.behind).toBeUndefined();
  storedBytes = 35;
  lag.sealed();
  expect(lag.behind).toMatchObject({ bytes: 25, ms: expect.any(Number) });
  feed.ended();
  expect(lag.behind).toBeUndefined();
});
