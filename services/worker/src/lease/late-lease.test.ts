import { UnderstudyError } from '@understudy/errors';
import { expect, test, vi } from 'vitest';
import type { GenerationLease, LeaseOutcome } from './generation-lease.js';
import { lateLease } from './late-lease.js';

function asking() {
  let answer: (outcome: LeaseOutcome) => void = () => undefined;
  const asked = new Promise<LeaseOutcome>((resolve) => {
    answer = resolve;
  });
  return { asked, answer };
}

test('it confirms nothing before it is ours, and is lost and released as the lease that came', async () => {
  const { asked, answer } = asking();
  const lease = lateLease('k', () => asked, true);
  const confirmed = vi.fn();
  const confirming = lease.confirm().then(confirmed);
  await Promise.resolve();
  expect(confirmed).not.toHaveBeenCalled();
  const inner = new AbortController();
  const release = vi.fn(async () => undefined);
  const held: GenerationLease = {
    key: 'k',
    token: 7,
    first: false,
    signal: inner.signal,
    confirm: async () => undefined,
    noteStale: () => {},
    release,
  };
  answer({ outcome: 'held', lease: held });
  await confirming;
  expect([lease.token, lease.signal.aborted]).toEqual([7, false]);
  await lease.release();
  expect(release).toHaveBeenCalledOnce();
  inner.abort(new UnderstudyError('lease_lost'));
  expect(lease.signal.reason).toMatchObject({ code: 'lease_lost' });
});

test('where another worker has it, it is lost', async () => {
  const { asked, answer } = asking();
  const lease = lateLease('k', () => asked, true);
  answer({ outcome: 'other', owner: 'b', token: 3 });
  await expect(lease.confirm()).rejects.toMatchObject({ code: 'lease_lost' });
  expect(lease.signal.aborted).toBe(true);
  await lease.release();
});

test('with the store away it is confirmed only where nothing depends on it', async () => {
  const away = Promise.resolve<LeaseOutcome>({ outcome: 'unavailable' });
  await lateLease('k', () => away, true).confirm();
  await expect(lateLease('k', () => away, false).confirm()).rejects.toMatchObject({
    code: 'metadata_unavailable',
  });
});
