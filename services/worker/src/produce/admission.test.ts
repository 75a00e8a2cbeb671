import { isUnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { Admission, type Run } from './admission.js';

const { signal } = new AbortController();

test('one after the other, in order, and no more than may wait', async () => {
  const admission = new Admission({
    running: 1,
    waiting: 2,
    waitMs: 5_000,
    leadMs: 100,
    backlogMs: 60_000,
    flows: 100,
  });
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
  const admission = new Admission({
    running: 1,
    waiting: 2,
    waitMs: 5,
    leadMs: 100,
    backlogMs: 60_000,
    flows: 100,
  });
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

test('where no more may wait what is new is refused; what is due first goes first', async () => {
  const admission = new Admission({
    running: 1,
    waiting: 4,
    waitMs: 5_000,
    leadMs: 5_000,
    backlogMs: 60_000,
    flows: 100,
  });
  const order: string[] = [];
  const nowMs = performance.now();
  const wait = (name: string, dueInMs?: number) =>
    admission.enter(signal, { dueMs: dueInMs === undefined ? undefined : nowMs + dueInMs }).then(
      (leave) => {
        order.push(name);
        leave();
      },
      (error: unknown) => isUnderstudyError(error, 'generator_queue_full') && order.push(`${name} refused`),
    );
  const leave = await admission.enter(signal);
  const waiting = [wait('new'), wait('far ahead', 60_000), wait('ahead', 30_000), wait('watched', 1_000)];
  waiting.push(wait('newer'), wait('behind', -1_000));
  await Promise.all([waiting[0], waiting[4]]);
  leave();
  await Promise.all(waiting);
  expect(order).toEqual(['newer refused', 'new refused', 'behind', 'watched', 'ahead', 'far ahead']);
  expect([admission.running, admission.waiting]).toEqual([0, 0]);
});

test('what is due soon goes first, then what is new, in order, then what is ahead', async () => {
  const admission = new Admission({
    running: 1,
    waiting: 4,
    waitMs: 5_000,
    leadMs: 5_000,
    backlogMs: 60_000,
    flows: 100,
  });
  const order: string[] = [];
  const nowMs = performance.now();
  const wait = async (name: string, dueInMs?: number) => {
    const leave = await admission.enter(signal, {
      dueMs: dueInMs === undefined ? undefined : nowMs + dueInMs,
    });
    order.push(name);
    leave();
  };
  const leave = await admission.enter(signal);
  const waiting = [wait('ahead', 30_000), wait('new'), wait('watched', 1_000), wait('newer')];
  leave();
  await Promise.all(waiting);
  expect(order).toEqual(['watched', 'new', 'newer', 'ahead']);
});

test('what is not due yet may wait until it is, and then as long as what is new', async () => {
  const admission = new Admission({
    running: 1,
    waiting: 4,
    waitMs: 30,
    leadMs: 0,
    backlogMs: 60_000,
    flows: 100,
  });
  const leave = await admission.enter(signal);
  const startedAtMs = performance.now();
  const tooLong = (error: unknown) => [
    isUnderstudyError(error, 'timed_out'),
    performance.now() - startedAtMs,
  ];
  const [isNew, ahead] = await Promise.all([
    admission.enter(signal).catch(tooLong),
    admission.enter(signal, { dueMs: startedAtMs + 200 }).catch(tooLong),
  ]);
  leave();
  expect(isNew).toEqual([true, expect.any(Number)]);
  expect((ahead as number[])[1]).toBeGreaterThan(225);
});

test('what gives way holds no place that another needs, and goes last; what nobody wants any more goes last too', async () => {
  const admission = new Admission({
    running: 2,
    waiting: 10,
    waitMs: 5_000,
    leadMs: 100,
    backlogMs: 60_000,
    flows: 100,
  });
  const order: string[] = [];
  const wait = (name: string, run: Run) =>
    admission.enter(signal, run).then((leave) => {
      order.push(name);
      leave();
    });
  const dear = [
    await admission.enter(signal, { givesWay: true }),
    await admission.enter(signal, { givesWay: true }),
  ];
  const more = wait('gives way', { givesWay: true, dueMs: performance.now() });
  // As if the dear ones were not there.
  const usual = [await admission.enter(signal), await admission.enter(signal)];
  expect(admission.running).toBe(4);
  const left = wait('left', { isWanted: () => false });
  const wanted = wait('wanted', {});
  for (const leave of dear) leave();
  expect(order).toEqual([]);
  usual[0]?.();
  await Promise.all([wanted, more, left]);
  expect(order).toEqual(['wanted', 'gives way', 'left']);
  usual[1]?.();
  expect([admission.running, admission.waiting]).toEqual([0, 0]);
});

test('all that has a place begins when one ends, also behind what gives way and has none', async () => {
  const admission = new Admission({
    running: 2,
    waiting: 10,
    waitMs: 5_000,
    leadMs: 100,
    backlogMs: 60_000,
    flows: 100,
  });
  const dear = [
    await admission.enter(signal, { givesWay: true }),
    await admission.enter(signal, { givesWay: true }),
  ];
  const usual = [await admission.enter(signal), await admission.enter(signal)];
  const nowMs = performance.now();
  const late = admission.enter(signal, { givesWay: true, dueMs: nowMs });
  const left = admission.enter(signal, { dueMs: nowMs, isWanted: () => false });
  const ahead = admission.enter(signal, { dueMs: nowMs + 60_000 });
  const counts = () => [admission.running, admission.waiting];
  expect(counts()).toEqual([4, 3]);
  for (const leave of usual) leave();
  expect(counts()).toEqual([4, 1]);
  for (const leave of [await left, await ahead]) leave();
  expect(counts()).toEqual([2, 1]);
  for (const leave of dear) leave();
  (await late)();
  expect(counts()).toEqual([0, 0]);
});

test('where no more may wait what gives way is refused before what does not, then what is new', async () => {
  const admission = new Admission({
    running: 1,
    waiting: 3,
    waitMs: 5_000,
    leadMs: 5_000,
    backlogMs: 60_000,
    flows: 100,
  });
  const refused: string[] = [];
  const nowMs = performance.now();
  const wait = (name: string, run: Run = {}) =>
    admission.enter(signal, run).then(
      (leave) => leave(),
      (error: unknown) => isUnderstudyError(error, 'generator_queue_full') && refused.push(name),
    );
  const leave = await admission.enter(signal);
  const waiting = [
    wait('ahead', { dueMs: nowMs + 60_000 }),
    wait('gives way, watched', { givesWay: true, dueMs: nowMs }),
    wait('gives way, new', { givesWay: true }),
    wait('watched', { dueMs: nowMs }),
    wait('new'),
    wait('newer'),
    wait('watched too', { dueMs: nowMs }),
    wait('further ahead', { dueMs: nowMs + 120_000 }),
  ];
  leave();
  await Promise.all(waiting);
  expect(refused).toEqual(['gives way, new', 'gives way, watched', 'newer', 'new', 'further ahead']);
});
