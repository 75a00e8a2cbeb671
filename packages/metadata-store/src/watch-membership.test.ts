import { expect, onTestFinished, test, vi } from 'vitest';
import type { Membership } from './membership.js';
import { testMember } from './testing/test-member.js';
import { watchMembership } from './watch-membership.js';

const settings = {
  commandTimeoutMs: 1000,
  storeAwayAfterMs: 300,
  waitReplicas: 0,
  requireDurable: false,
  countFrom: 0,
  onUnsafe: () => {},
  onReachable: () => {},
};
const graceMs = 2 * settings.storeAwayAfterMs;

const membership = (epoch: number, ...ids: string[]): Membership => ({
  epoch,
  members: ids.map((id) => testMember(id)),
});

/** A watch of a store that says what it is told to, and what the watch has told. */
async function watching(first: Membership) {
  let answer = first;
  let hint = () => {};
  const seen: string[] = [];
  const source = {
    readMembership: async () => answer,
    onHint: (onHint: () => void) => {
      hint = onHint;
      return () => {};
    },
  };
  const watch = watchMembership(
    source,
    ({ epoch, members }) => seen.push(`${epoch}:${members.map(({ id }) => id).join()}`),
    { pollIntervalMs: 200 },
    settings,
  );
  onTestFinished(() => watch.close());
  await watch.ready;
  return {
    seen,
    say(next: Membership) {
      answer = next;
      hint();
    },
  };
}

test('a store that was emptied has time to hear of everybody again', async () => {
  const { seen, say } = await watching(membership(7, 'w1', 'w2'));
  const startMs = performance.now();
  say(membership(0));
  say(membership(1, 'w1'));
  say(membership(2, 'w1', 'w2'));
  await vi.waitFor(() => expect(seen).toEqual(['7:w1,w2', '2:w1,w2']), 10_000);
  expect(performance.now() - startMs).toBeGreaterThan(graceMs);
});

test('who does not announce itself again is gone when that time is over', async () => {
  const { seen, say } = await watching(membership(7, 'w1', 'w2'));
  say(membership(1, 'w1'));
  await vi.waitFor(() => expect(seen).toEqual(['7:w1,w2', '1:w1']), 10_000);
});

test('an epoch that was counted twice is not taken for the same members', async () => {
  const { seen, say } = await watching(membership(7, 'w1', 'w2'));
  say(membership(7, 'w1', 'w3'));
  await vi.waitFor(() => expect(seen).toEqual(['7:w1,w2', '7:w1,w3']), 10_000);
});
