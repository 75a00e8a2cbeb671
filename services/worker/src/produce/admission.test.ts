import { isUnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { Admission } from './admission.js';

const { signal } = new AbortController();

test('one after the other, in order, and no more than may wait', async () => {
  const admission = new Admission({ running: 1, waiting: 2, waitMs: 5_000 });
  const order: string[] = [];
  const leaveFirst = await admission.enter(signal, 0);
  const second = admission.enter(signal, 0).then((leave) => {
    order.push('second');
    leave();
  });
  const third = admission.enter(signal, 0).then((leave) => {
    order.push('third');
    leave();
  });
  const refused = await admission.enter(signal, 0).catch((error: unknown) => error);
  expect(isUnderstudyError(refused, 'generator_queue_full')).toBe(true);
  leaveFirst();
  leaveFirst();
  await Promise.all([second, third]);
  expect(order).toEqual(['second', 'third']);
  expect([admission.running, admission.waiting]).toEqual([0, 0]);
});

test('who waits too long or goes away leaves the line', async () => {
  const admission = new Admission({ running: 1, waiting: 2, waitMs: 5 });
  const leave = await admission.enter(signal, 0);
  const gone = new AbortController();
  const aborted = admission.enter(gone.signal, 0).catch((error: unknown) => error);
  gone.abort(new Error('went away'));
  expect(await aborted).toMatchObject({ message: 'went away' });
  expect(
    isUnderstudyError(await admission.enter(signal, 0).catch((error: unknown) => error), 'timed_out'),
  ).toBe(true);
  expect(admission.waiting).toBe(0);
  leave();
  expect(admission.running).toBe(0);
});

test('what is due first is next, and what is due last is refused where no more may wait', async () => {
  const admission = new Admission({ running: 1, waiting: 2, waitMs: 5_000 });
  const order: string[] = [];
  const wait = (name: string, dueMs: number) =>
    admission.enter(signal, dueMs).then(
      (leave) => {
        order.push(name);
        leave();
      },
      (error: unknown) => isUnderstudyError(error, 'generator_queue_full') && order.push(`${name} refused`),
    );
  const leave = await admission.enter(signal, 0);
  const waiting = [wait('new', 300), wait('watched', 100), wait('behind', 50), wait('newer', 400)];
  await Promise.all([waiting[0], waiting[3]]);
  leave();
  await Promise.all(waiting);
  expect(order).toEqual(['new refused', 'newer refused', 'behind', 'watched']);
  expect([admission.running, admission.waiting]).toEqual([0, 0]);
});
