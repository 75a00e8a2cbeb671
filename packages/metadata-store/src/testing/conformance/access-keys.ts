import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { KeyDraft } from '../../access-keys.js';
import { type NewBacking, openClients } from './backing.js';

const draft = (id: string, others: Partial<KeyDraft> = {}): KeyDraft => ({
  id,
  name: `key ${id}`,
  scopes: ['create', 'read'],
  digest: `digest of ${id}`,
  ...others,
});

export function describeAccessKeys(newBacking: NewBacking): void {
  test('keys are read by every client by their age, and again only after a change', async () => {
    const [store, other] = await openClients(newBacking, 2);
    const empty = await store.readAccessKeys();
    expect(empty.keys).toEqual([]);
    const made = await store.createAccessKey(draft('b'), 10);
    await wait(2);
    await other?.createAccessKey(draft('a', { lifetimeMs: 60_000 }), 10);
    const table = await store.readAccessKeys(empty.version);
    expect(table.keys?.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(table.keys?.[0]).toEqual(made);
    expect(made).toEqual({
      id: 'b',
      name: 'key b',
      scopes: ['create', 'read'],
      createdAtMs: expect.any(Number),
      secrets: [{ digest: 'digest of b' }],
    });
    const [, { createdAtMs, expiresAtMs } = { createdAtMs: 0, expiresAtMs: 0 }] = table.keys ?? [];
    expect(expiresAtMs).toBe(createdAtMs + 60_000);
    expect(Math.abs(table.nowMs - createdAtMs)).toBeLessThan(60_000);
    const same = await other?.readAccessKeys(table.version);
    expect([same?.version, same?.keys]).toEqual([table.version, undefined]);
  });

  test('after a rotation the secrets before are good for the overlap, and never longer than they were', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.createAccessKey(draft('a'), 10);
    const first = await store.rotateAccessKey('a', 'second', 60_000);
    const rotatedAtMs = first?.rotatedAtMs ?? 0;
    expect(first?.secrets).toEqual([
      { digest: 'second' },
      { digest: 'digest of a', untilMs: rotatedAtMs + 60_000 },
    ]);
    const second = await store.rotateAccessKey('a', 'third', 120_000);
    expect(second?.secrets.map(({ digest }) => digest)).toEqual(['third', 'second', 'digest of a']);
    expect(second?.secrets[2]?.untilMs).toBe(rotatedAtMs + 60_000);
    const third = await store.rotateAccessKey('a', 'fourth', 0);
    expect(third?.secrets).toEqual([{ digest: 'fourth' }]);
    for (let round = 0; round < 6; round += 1) await store.rotateAccessKey('a', `${round}`, 60_000);
    const digests = (await store.readAccessKeys()).keys?.[0]?.secrets.map(({ digest }) => digest);
    expect(digests).toEqual(['5', '4', '3', '2']);
    expect(await store.rotateAccessKey('none', 'x', 0)).toBeUndefined();
  });

  test('a revoked key stays revoked, and gets no secret any more', async () => {
    const [store, other] = await openClients(newBacking, 2);
    await store.createAccessKey(draft('a'), 10);
    const { revokedAtMs } = (await other?.revokeAccessKey('a')) ?? {};
    expect(revokedAtMs).toBeGreaterThan(0);
    expect((await store.revokeAccessKey('a'))?.revokedAtMs).toBe(revokedAtMs);
    expect(await store.rotateAccessKey('a', 'x', 0)).toBeUndefined();
    expect((await store.readAccessKeys()).keys?.[0]?.revokedAtMs).toBe(revokedAtMs);
    expect(await store.revokeAccessKey('none')).toBeUndefined();
  });

  test('past the limit the key that ended first gives way; where none has ended, no other is made', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.createAccessKey(draft('expired', { lifetimeMs: 1 }), 3);
    await store.createAccessKey(draft('revoked'), 3);
    await store.createAccessKey(draft('good'), 3);
    await store.noteAccessKeyUse('expired');
    await wait(5);
    await store.revokeAccessKey('revoked');
    const left = async () => (await store.readAccessKeys()).keys?.map(({ id }) => id).sort();
    expect(await store.createAccessKey(draft('a'), 3)).toMatchObject({ id: 'a' });
    expect(await left()).toEqual(['a', 'good', 'revoked']);
    expect(await store.createAccessKey(draft('b'), 3)).toMatchObject({ id: 'b' });
    expect(await left()).toEqual(['a', 'b', 'good']);
    expect(await store.createAccessKey(draft('c'), 3)).toBeUndefined();
    expect(await left()).toEqual(['a', 'b', 'good']);
    expect([...(await store.readAccessKeyUses()).keys()]).toEqual([]);
  });

  test('of many changes at once none is lost', async () => {
    const [store, other] = await openClients(newBacking, 2);
    const ids = Array.from({ length: 6 }, (_, index) => `k${index}`);
    await Promise.all(ids.map((id, index) => (index % 2 ? store : other)?.createAccessKey(draft(id), 10)));
    await Promise.all([other?.revokeAccessKey('k1'), store.rotateAccessKey('k2', 'new', 60_000)]);
    const { keys } = await store.readAccessKeys();
    expect(keys?.map(({ id }) => id).sort()).toEqual(ids);
    expect(keys?.find(({ id }) => id === 'k1')?.revokedAtMs).toBeGreaterThan(0);
    expect(keys?.find(({ id }) => id === 'k2')?.secrets).toHaveLength(2);
  });

  test('when a key was used last is known; of one that there is not, nothing', async () => {
    const [store, other] = await openClients(newBacking, 2);
    const made = await store.createAccessKey(draft('a'), 10);
    await store.createAccessKey(draft('b'), 10);
    await other?.noteAccessKeyUse('a');
    await store.noteAccessKeyUse('none');
    const uses = await store.readAccessKeyUses();
    expect([...uses.keys()]).toEqual(['a']);
    expect(uses.get('a')).toBeGreaterThanOrEqual(made?.createdAtMs ?? Number.NaN);
  });

  test('whoever listens is told of a change soon', async () => {
    const [store, other] = await openClients(newBacking, 2);
    const told = vi.fn();
    onTestFinished(store.onAccessKeyHint(told));
    await other?.createAccessKey(draft('a'), 10);
    // The first may come before the subscription stands: it is told of that as well.
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), { timeout: 3_000 });
    told.mockClear();
    await other?.revokeAccessKey('a');
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), { timeout: 3_000 });
  });
}
