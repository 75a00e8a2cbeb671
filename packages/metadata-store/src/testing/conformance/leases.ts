import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MetadataStore } from '../../metadata-store.js';
import { type NewBacking, openClients } from './backing.js';

const longTtlMs = 60_000;

export function describeLeases(newBacking: NewBacking): void {
  test('of many owners at once exactly one gets it, and all are told who', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? store : other).acquireLease('k', `owner-${index}`, longTtlMs),
      ),
    );
    const winner = results.findIndex(({ acquired }) => acquired);
    for (const [index, result] of results.entries()) {
      if (index === winner) expect(result).toEqual({ acquired: true, token: 1 });
      else {
        expect(result).toEqual({
          acquired: false,
          owner: `owner-${winner}`,
          token: 1,
          expiresInMs: expect.any(Number),
        });
      }
    }
  });

  test('tells in how many milliseconds it runs out', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.acquireLease('k', 'a', longTtlMs);
    const result = await store.acquireLease('k', 'b', longTtlMs);
    if (result.acquired) throw new Error('two owners');
    expect(result.expiresInMs).toBeGreaterThan(longTtlMs - 5000);
    expect(result.expiresInMs).toBeLessThanOrEqual(longTtlMs);
  });

  test('asking again renews it', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.acquireLease('k', 'a', 500);
    await store.acquireLease('k', 'a', longTtlMs);
    await wait(520);
    expect(await store.acquireLease('k', 'b', longTtlMs)).toMatchObject({ acquired: false, owner: 'a' });
  });

  test('renewing keeps it', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.acquireLease('k', 'a', 500);
    expect(await store.renewLease('k', 'a', 1, longTtlMs)).toBe(true);
    await wait(520);
    expect(await store.acquireLease('k', 'b', longTtlMs)).toMatchObject({ acquired: false, owner: 'a' });
  });

  test('a late repetition of a takeover gives the token of the first', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.acquireLease('k', 'a', longTtlMs);
    expect(await store.takeOverLease('k', 'b', 1, longTtlMs)).toEqual({ acquired: true, token: 2 });
    expect(await store.takeOverLease('k', 'b', 1, longTtlMs)).toEqual({ acquired: true, token: 2 });
    expect(await store.takeOverLease('k', 'c', 1, longTtlMs)).toMatchObject({ acquired: false, token: 2 });
    expect(await store.renewLease('k', 'a', 1, longTtlMs)).toBe(false);
  });

  test('leases of different keys have nothing to do with each other', async () => {
    const [store] = await openClients(newBacking, 1);
    expect(await store.acquireLease('a:x', 'a', longTtlMs)).toMatchObject({ acquired: true });
    expect(await store.acquireLease('b:x', 'b', longTtlMs)).toEqual({ acquired: true, token: 1 });
  });

  test('any sequence of operations gives what the model gives', async () => {
    const [store] = await openClients(newBacking, 1);
    let run = 0;
    const owner = fc.constantFrom('a', 'b', 'c');
    const operation = fc.record({
      owner,
      kind: fc.constantFrom(
        'acquire',
        'acquireBriefly',
        'takeOver',
        'takeOverOther',
        'renew',
        'renewOther',
        'release',
      ),
    } as const);
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 12 }), async (operations) => {
        run += 1;
        await followModel(store, `key-${run}`, operations);
      }),
      { numRuns: 30 },
    );
  });
}

type Kind = 'acquire' | 'acquireBriefly' | 'takeOver' | 'takeOverOther' | 'renew' | 'renewOther' | 'release';

/** The model: who was the last owner, whether they still hold it, and the token. */
async function followModel(
  store: MetadataStore,
  key: string,
  operations: readonly { owner: string; kind: Kind }[],
): Promise<void> {
  let last = '';
  let held = false;
  let token = 0;
  const take = (owner: string) => {
    if (owner !== last) token += 1;
    last = owner;
    held = true;
    return { acquired: true, token };
  };
  const refused = () => ({ acquired: false, owner: last, token, expiresInMs: expect.any(Number) });

  for (const { owner, kind } of operations) {
    const canTake = !held || owner === last;
    const isOwn = owner === last;
    if (kind === 'acquire' || kind === 'acquireBriefly') {
      const ttlMs = kind === 'acquire' ? longTtlMs : 1;
      const expected = canTake ? take(owner) : refused();
      expect(await store.acquireLease(key, owner, ttlMs)).toEqual(expected);
      if (expected.acquired && kind === 'acquireBriefly') {
        await wait(4);
        held = false;
      }
    } else if (kind === 'takeOver') {
      const before = token;
      expect(await store.takeOverLease(key, owner, before, longTtlMs)).toEqual(take(owner));
    } else if (kind === 'takeOverOther') {
      const before = token;
      const expected = canTake ? take(owner) : refused();
      expect(await store.takeOverLease(key, owner, before + 1, longTtlMs)).toEqual(expected);
    } else if (kind === 'renew') {
      expect(await store.renewLease(key, owner, token, longTtlMs)).toBe(isOwn);
      if (isOwn) held = true;
    } else if (kind === 'renewOther') {
      expect(await store.renewLease(key, owner, token + 1, longTtlMs)).toBe(false);
    } else {
      expect(await store.releaseLease(key, owner, token)).toBe(isOwn);
      if (isOwn) {
        held = false;
        last = '';
      }
    }
  }
}
