import { once } from 'node:events';
import { expect, test } from 'vitest';
import { abortWithin } from './abort-within.js';

const never = new AbortController().signal;

test('it aborts in time, and says after how long', async () => {
  const { signal } = abortWithin(20, never);
  await once(signal, 'abort');
  expect(signal.reason).toMatchObject({ name: 'TimeoutError', message: 'not done in 20 ms' });
});

test('it aborts with the other, for the same reason, also with one that has', () => {
  const other = new AbortController();
  const before = abortWithin(10_000, other.signal);
  other.abort('why');
  const behind = abortWithin(10_000, other.signal);
  expect([before.signal.reason, behind.signal.reason]).toEqual(['why', 'why']);
  before.over();
  behind.over();
});

test('when it is over nothing aborts it', () => {
  const other = new AbortController();
  const { signal, over } = abortWithin(10_000, other.signal);
  over();
  other.abort();
  expect(signal.aborted).toBe(false);
});
