import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Admission } from './admission.js';
import { KeyTurns } from './key-turns.js';

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

interface Named {
  readonly name: string;
  readonly key: string;
  readonly flow: string;
  readonly price?: number;
}

/** Lets everything that waits have its turn; the names in the order in which they had it. */
async function turnsOf(runs: readonly Named[]): Promise<string[]> {
  const admission = new Admission(limits);
  const order: string[] = [];
  const leave = await admission.enter(signal, { price: 1 });
  const waiting = runs.map(async ({ name, price = 1, ...run }) => {
    const left = await admission.enter(signal, { ...run, price });
    order.push(name);
    left();
  });
  leave();
  await Promise.all(waiting);
  expect([admission.running, admission.waiting]).toEqual([0, 0]);
  return order;
}

const many = (count: number, of: (index: number) => Named) =>
  Array.from({ length: count }, (_, at) => of(at));

test("a key's thousand viewers wait behind each other, not before another key's one", async () => {
  const crowd = many(1_000, (index) => ({ name: `a${index}`, key: 'a', flow: `viewer ${index}` }));
  const order = await turnsOf([...crowd, { name: 'b', key: 'b', flow: 'viewer of b' }]);
  expect(order.indexOf('b')).toBeLessThan(3);
});

test("within a key a viewer's hundred wait behind each other, not before another viewer's one", async () => {
  const greedy = many(100, (index) => ({ name: `a${index}`, key: 'a', flow: 'greedy' }));
  const order = await turnsOf([
    ...greedy,
    { name: 'other', key: 'a', flow: 'other' },
    { name: 'b', key: 'b', flow: 'greedy' },
  ]);
  expect(order.indexOf('other')).toBeLessThan(5);
  expect(order.indexOf('b')).toBeLessThan(5);
  expect(order.filter((name) => name.startsWith('a'))).toEqual(greedy.map(({ name }) => name));
});

test('each key gets as much as another, counted by what its runs cost', async () => {
  const dear = many(10, (index) => ({ name: `dear${index}`, key: 'a', flow: 'x', price: 10 }));
  const cheap = many(50, (index) => ({ name: `cheap${index}`, key: 'b', flow: 'y' }));
  const order = await turnsOf([...dear, ...cheap]);
  const untilLastCheap = order.slice(0, order.indexOf('cheap49'));
  expect(untilLastCheap.filter((name) => name.startsWith('dear')).length).toBeGreaterThan(3);
  expect(untilLastCheap.filter((name) => name.startsWith('dear')).length).toBeLessThan(7);
});

test('of a key of which nothing runs and nothing waits nothing is remembered', () => {
  const turns = new KeyTurns(10);
  turns.arrive('other', 'x', 1);
  for (let key = 0; key < 100; key += 1) {
    const turn = turns.arrive(`k${key}`, 'x', 1);
    turns.begin(turn);
    turns.leave(turns.arrive(`k${key}`, 'y', 1));
    expect(turns.keys).toBe(2);
    turns.end(turn);
  }
  expect(turns.keys).toBe(1);
});
