import { isUnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { Admission } from './admission.js';

const { signal } = new AbortController();

test('one after the other, in order, and no more than may wait', async () => {
  const admission = new Admission({ running: 1, waiting: 2, waitMs: 5_000 });
  const order: string[] = [];
  const leaveFirst = await admission.enter(signal);
  const second = admission.enter(signal).then((leave) => {
    order.push('second');
    leave();
  });
  const third = admission.enter(signal).then((leave) => {
    order.push('third');
    leave();
  });
  const refused = await admission.enter(signal).catch((error: unknown) => error);
  expect(isUnderstudyError(refused, 'generator_queue_full')).toBe(true);
  leaveFirst();
  leaveFirst();
  await Promise.all([second, third]);
  expect(order).toEqual(['second', 'third']);
  expect([admission.running, admission.waiting]).toEqual([0, 0]);
});

test('who waits too long or goes away leaves the line', async () => {
  const admission = new Admission({ running: 1, waiting: 2, waitMs: 5 });
  const leave = await admission.enter(signal);
  const gone = new AbortController();
  const aborted = admission.enter(gone.signal).catch((error: unknown) => error);
  gone.abort(new Error('went away'));
  expect(await aborted).toMatchObject({ message: 'went away' });
  expect(isUnderstudyError(await admission.enter(signal).catch((error: unknown) => error), 'timed_out')).toBe(
    true,
  );
  expect(admission.waiting).toBe(0);
  leave();
  expect(admission.running).toBe(0);
});
