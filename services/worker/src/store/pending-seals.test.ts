import { expect, test } from 'vitest';
import { PendingSeals } from './pending-seals.js';

test('so many go on at once, and the next waits', async () => {
  const seals = new PendingSeals();
  const ends: (() => void)[] = [];
  const begin = () => seals.add(new Promise((resolve) => ends.push(resolve)));
  await begin();
  await begin();
  await begin();
  let taken = false;
  const fourth = begin().then(() => {
    taken = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(taken).toBe(false);
  ends[1]?.();
  await fourth;
  const done = seals.done();
  for (const end of ends) end();
  await done;
});

test('what one throws is thrown to who adds the next or waits for all, and nowhere else', async () => {
  const seals = new PendingSeals();
  const error = new Error('the disk');
  await seals.add(Promise.reject(error));
  await seals.settled();
  await expect(seals.add(Promise.resolve())).rejects.toBe(error);
  await expect(seals.done()).rejects.toBe(error);
});
