import { expect, test } from 'vitest';
import { MoveQueue, type OfferedMove } from './move-queue.js';

const move = (number: number): OfferedMove => ({
  contentId: BigInt(number),
  url: 'http://holder',
  description: '{}',
  reason: 'balance',
});

/** A queue whose copies end when the test says so. */
function queueOf(belongsHere: (contentId: bigint) => boolean = () => true) {
  const begun: bigint[] = [];
  const ends = new Map<bigint, { resolve: () => void; reject: (error: unknown) => void }>();
  const errors: unknown[] = [];
  const queue = new MoveQueue({
    belongsHere,
    pace: async () => undefined,
    copy: ({ contentId }) =>
      new Promise<void>((resolve, reject) => {
        begun.push(contentId);
        ends.set(contentId, { resolve, reject });
      }),
    onError: (_, error) => errors.push(error),
  });
  const end = async (number: number, error?: unknown) => {
    if (error === undefined) ends.get(BigInt(number))?.resolve();
    else ends.get(BigInt(number))?.reject(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, end, errors };
}

test('two copies are made at once, the others in the order in which they were offered, each once', async () => {
  const { queue, begun, end } = queueOf();
  for (const number of [1, 2, 3, 4, 3, 1]) expect(queue.offer(move(number))).toBe(true);
  expect([begun, queue.size]).toEqual([[1n, 2n], 4]);
  await end(2);
  expect([begun, queue.size, queue.has(2n), queue.has(3n)]).toEqual([[1n, 2n, 3n], 3, false, true]);
});

test('a copy that fails makes room for the next', async () => {
  const { queue, begun, end, errors } = queueOf();
  for (const number of [1, 2, 3]) queue.offer(move(number));
  await end(1, new Error('disk'));
  expect([begun, errors]).toEqual([[1n, 2n, 3n], [new Error('disk')]]);
});

test('what does not belong here is not taken on, nor begun when that changed while it waited', async () => {
  let belonging = new Set([1n, 2n, 3n, 4n]);
  const { queue, begun, end } = queueOf((contentId) => belonging.has(contentId));
  expect(queue.offer(move(9))).toBe(false);
  for (const number of [1, 2, 3, 4]) queue.offer(move(number));
  belonging = new Set([4n]);
  await end(1);
  expect([begun, queue.has(3n)]).toEqual([[1n, 2n, 4n], false]);
});

test('more than it has room for are refused, and taken on later', async () => {
  const { queue, end } = queueOf();
  for (let number = 1; number <= 66; number += 1) expect(queue.offer(move(number))).toBe(true);
  expect(queue.offer(move(67))).toBe(false);
  await end(1);
  expect(queue.offer(move(67))).toBe(true);
});

test('once closed it begins nothing more', async () => {
  const { queue, begun, end } = queueOf();
  for (const number of [1, 2, 3]) queue.offer(move(number));
  queue.close();
  await end(1);
  expect([begun, queue.offer(move(4))]).toEqual([[1n, 2n], false]);
});
