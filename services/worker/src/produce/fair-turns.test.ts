import { setMaxListeners } from 'node:events';
import { isUnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { Admission } from './admission.js';
import { FairTurns } from './fair-turns.js';

const { signal } = new AbortController();
// A thousand wait with one.
setMaxListeners(0, signal);
const limits = {
  running: 1,
  waiting: 2_000,
  waitMs: 60_000,
  leadMs: 5_000,
  backlogMs: 3_600_000,
  flows: 5_000,
};

/** Lets everything that waits have its turn; the names in the order in which they had it. */
async function turnsOf(
  admission: Admission,
  runs: readonly { name: string; flow: string; price: number; dueMs?: number }[],
): Promise<string[]> {
  const order: string[] = [];
  const leave = await admission.enter(signal, { flow: 'before', price: 1 });
  const waiting = runs.map(async ({ name, ...run }) => {
    const left = await admission.enter(signal, run);
    order.push(name);
    left();
  });
  leave();
  await Promise.all(waiting);
  return order;
}

test("a thousand runs of one wait behind each other, not before another's one", async () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({ name: `a${index}`, flow: 'a', price: 1 }));
  const order = await turnsOf(new Admission(limits), [...many, { name: 'b', flow: 'b', price: 1 }]);
  expect(order.indexOf('b')).toBeLessThan(3);
  expect(order.filter((name) => name !== 'b')).toEqual(many.map(({ name }) => name));
});

test('what counts is what runs cost, not how many they are', async () => {
  const dear = Array.from({ length: 10 }, (_, index) => ({ name: `dear${index}`, flow: 'a', price: 10 }));
  const cheap = Array.from({ length: 10 }, (_, index) => ({ name: `cheap${index}`, flow: 'b', price: 1 }));
  const order = await turnsOf(new Admission(limits), [...dear, ...cheap]);
  // All ten of the one for two of the other.
  expect(order.indexOf('cheap9')).toBeLessThan(order.indexOf('dear2'));
});

test('what somebody watches goes before what is new, whoever has had how much', async () => {
  const dueMs = performance.now() + 1_000;
  const order = await turnsOf(new Admission(limits), [
    { name: 'new', flow: 'b', price: 1 },
    { name: 'a1', flow: 'a', price: 5 },
    { name: 'a2', flow: 'a', price: 5 },
    { name: 'watched', flow: 'a', price: 5, dueMs },
  ]);
  expect(order[0]).toBe('watched');
});

test('who comes begins where those are that have the generators', () => {
  const turns = new FairTurns(5_000);
  for (let run = 0; run < 100; run += 1) turns.begin(turns.arrive('a', 10));
  expect(turns.arrive('b', 1)).toBe(990);
});

test('whoever is refused at once, again and again, does not fall behind for it; who waits keeps his place', () => {
  const turns = new FairTurns(5_000);
  const first = turns.arrive('a', 5);
  const second = turns.arrive('a', 1);
  for (let refusal = 0; refusal < 100; refusal += 1) turns.leave('a', turns.arrive('a', 5), 5);
  expect(turns.arrive('a', 1)).toBe(6);
  turns.leave('a', first, 5);
  expect(turns.arrive('a', 1)).toBeGreaterThan(second);
});

test('flows that have nothing to wait for are forgotten', () => {
  const turns = new FairTurns(5_000);
  for (let flow = 0; flow < 1_000; flow += 1) turns.begin(turns.arrive(`f${flow}`, 1));
  expect(turns.flows).toBe(1_000);
  turns.begin(turns.arrive('f0', 1));
  expect(turns.flows).toBeLessThanOrEqual(1);
});

test('of flows that have one run each, or none that costs anything, no more are remembered than may be', () => {
  const turns = new FairTurns(10);
  for (let flow = 0; flow < 100; flow += 1) turns.begin(turns.arrive(`f${flow}`, 1));
  expect(turns.flows).toBe(10);
  const free = new FairTurns(10);
  for (let flow = 0; flow < 100; flow += 1) free.begin(free.arrive(`f${flow}`, 0));
  expect(free.flows).toBe(0);
});

test('where no more may wait, the last of whoever asks for most is refused', async () => {
  const admission = new Admission({ ...limits, waiting: 3 });
  const leave = await admission.enter(signal, { flow: 'x', price: 1 });
  const refused: string[] = [];
  const wait = (name: string, flow: string) =>
    admission.enter(signal, { flow, price: 1 }).then(
      (left) => left(),
      (error: unknown) => isUnderstudyError(error, 'generator_queue_full') && refused.push(name),
    );
  const waiting = [wait('a1', 'a'), wait('a2', 'a'), wait('a3', 'a'), wait('b1', 'b')];
  leave();
  await Promise.all(waiting);
  expect(refused).toEqual(['a3']);
});

test('what is new is refused where what goes before it takes too long, and told when to come back', async () => {
  const admission = new Admission({ ...limits, running: 2, backlogMs: 10_000 });
  const leaves = [await admission.enter(signal, { price: 8 }), await admission.enter(signal, { price: 8 })];
  // 8 s until one begins: 16 generation-seconds for two generators.
  const first = admission.enter(signal, { price: 9 });
  expect(admission.backlogS).toBeCloseTo(12.5);
  const refused = await admission.enter(signal, { price: 1 }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'generator_queue_full', retryAfterSeconds: 3 });
  // What is watched is not.
  const watched = admission.enter(signal, { price: 1, dueMs: performance.now() });
  for (const leave of leaves) leave();
  for (const entered of [first, watched]) (await entered)();
  expect([admission.running, admission.waiting, admission.backlogS]).toEqual([0, 0, 0]);
});
