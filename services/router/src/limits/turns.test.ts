import { expect, test } from 'vitest';
import { Turns } from './turns.js';

test('who comes when all are taken waits, the first the shortest, and whoever is done twice frees one', async () => {
  const turns = new Turns(1);
  const done = await turns.take(0);
  const [first, second] = [turns.take(60_000), turns.take(60_000)];
  done?.();
  done?.();
  const firstDone = await first;
  expect(await Promise.race([second, Promise.resolve('waits')])).toBe('waits');
  firstDone?.();
  (await second)?.();
  expect(await turns.take(0)).toBeTypeOf('function');
});

test('who has waited for long enough gets none, and takes none from others', async () => {
  const turns = new Turns(1);
  const done = await turns.take(0);
  expect(await turns.take(10)).toBeUndefined();
  done?.();
  expect(await turns.take(0)).toBeTypeOf('function');
});
