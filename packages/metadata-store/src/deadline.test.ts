import { stat } from 'node:fs/promises';
import { isUnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { withDeadline } from './deadline.js';

test('an operation that takes longer than it may is given up, and knows of it', async () => {
  let givenUp = 0;
  const asked = withDeadline(
    'read',
    20,
    (patience) => new Promise((resolve) => setTimeout(() => resolve(patience.gaveUp), 60)),
    () => {
      givenUp += 1;
    },
  );
  const error: unknown = await asked.catch((reason: unknown) => reason);
  expect(isUnderstudyError(error, 'metadata_unavailable')).toBe(true);
  expect(givenUp).toBe(1);
});

test('an answer that came while our own loop was late is in time', async () => {
  const asked = withDeadline('read', 20, () => stat(new URL(import.meta.url)));
  const busyUntilMs = performance.now() + 80;
  while (performance.now() < busyUntilMs);
  expect((await asked).size).toBeGreaterThan(0);
});
