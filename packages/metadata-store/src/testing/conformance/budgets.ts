import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type NewBacking, openClients } from './backing.js';

/** Fills by so little in a test's time that it does not count. */
const terms = { burst: 100, perSecond: 0.001 };

/** A thousand; fewer in the short form. */
const atOnce = process.env['SHORT'] === undefined ? 1_000 : 200;

export function describeBudgets(newBacking: NewBacking): void {
  test(`${atOnce} charges at once by two clients never take more than the bucket holds, and no less`, async () => {
    const [one, two] = await openClients(newBacking, 2, { commandTimeoutMs: 20_000 });
    const charges = await Promise.all(
      Array.from({ length: atOnce }, (_, index) =>
        ((index % 2 === 0 ? one : two) ?? one).charge('key', 3, terms),
      ),
    );
    expect(charges.filter(({ granted }) => granted)).toHaveLength(33);
    expect(await one.charge('key', 1, terms)).toMatchObject({ granted: true });
    expect(await two?.charge('key', 1, terms)).toMatchObject({ granted: false });
  });

  test('each key has a bucket of its own; a refusal takes nothing and tells when there is enough', async () => {
    const [store] = await openClients(newBacking, 1);
    expect(await store.charge('a', 100, terms)).toEqual({ granted: true, left: 0 });
    expect(await store.charge('b', 40, terms)).toEqual({ granted: true, left: 60 });
    const refused = await store.charge('b', 70, terms);
    expect(refused).toMatchObject({ granted: false });
    expect(refused.left).toBeCloseTo(60, 1);
    expect('retryAfterS' in refused && refused.retryAfterS).toBeGreaterThan(9_000);
    expect(await store.charge('b', 60, terms)).toMatchObject({ granted: true });
    // No wait makes room for what a full bucket does not hold.
    expect(await store.charge('c', 100.5, terms)).toEqual({
      granted: false,
      left: 100,
      retryAfterS: undefined,
    });
  });

  test('a bucket fills with time, and never above its burst', async () => {
    const [store] = await openClients(newBacking, 1);
    const quick = { burst: 10, perSecond: 1_000 };
    expect(await store.charge('a', 10, quick)).toMatchObject({ granted: true });
    await wait(30);
    expect(await store.charge('a', 10, quick)).toMatchObject({ granted: true });
    await wait(30);
    expect(await store.charge('a', 10.1, quick)).toEqual({
      granted: false,
      left: 10,
      retryAfterS: undefined,
    });
  });

  test('what is given back can be taken again, up to the burst', async () => {
    const [store, other] = await openClients(newBacking, 2);
    await store.refund('a', 50, terms);
    expect(await store.charge('a', 90, terms)).toMatchObject({ granted: true });
    await other?.refund('a', 20, terms);
    expect(await store.charge('a', 31, terms)).toMatchObject({ granted: false });
    expect(await store.charge('a', 30, terms)).toMatchObject({ granted: true });
    await store.refund('a', 1_000, terms);
    expect(await other?.charge('a', 100, terms)).toEqual({ granted: true, left: 0 });
  });
}
