import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Revocation } from '../../revocations.js';
import { type NewBacking, openClients } from './backing.js';

const inAnHourMs = () => Date.now() + 3_600_000;
const entry = (kind: Revocation['kind'], value: string, untilMs = inAnHourMs()): Revocation => ({
  ...{ kind, value, untilMs },
});

export function describeRevocations(newBacking: NewBacking): void {
  test('what is revoked is read by every client, in the order in which it ends', async () => {
    const [store, other] = await openClients(newBacking, 2);
    expect(await store.readRevocations()).toEqual({ revision: '', entries: [] });
    const [late, soon] = [entry('token', 'a:"b/{c}', inAnHourMs() + 1_000), entry('viewer', 'v')];
    const before = entry('before', '1700000000', inAnHourMs() + 2_000);
    for (const each of [before, late, soon]) expect(await store.revoke(each, 10)).toBe(true);
    expect((await other?.readRevocations())?.entries).toEqual([soon, late, before]);
  });

  test('whoever knows the revision is not sent the entries again; each change makes another one', async () => {
    const [store] = await openClients(newBacking, 1);
    const revisions: string[] = [];
    const changes = [
      () => store.revoke(entry('token', 'a'), 10),
      () => store.revoke(entry('token', 'a', inAnHourMs() + 5), 10),
      () => store.unrevoke('token', 'a'),
    ];
    for (const change of changes) {
      expect(await change()).toBe(true);
      const { revision } = await store.readRevocations(revisions.at(-1));
      expect(await store.readRevocations(revision)).toEqual({ revision, entries: undefined });
      revisions.push(revision);
    }
    expect(new Set(revisions).size).toBe(3);
    expect((await store.readRevocations()).entries).toEqual([]);
  });

  test('an entry is taken back once', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.revoke(entry('viewer', 'a'), 10);
    expect(await store.unrevoke('token', 'a')).toBe(false);
    expect(await store.unrevoke('viewer', 'a')).toBe(true);
    expect(await store.unrevoke('viewer', 'a')).toBe(false);
  });

  test('past the limit there is no room, until one has ended; another end needs none', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.revoke(entry('token', 'short', Date.now() + 300), 2);
    const kept = entry('token', 'long');
    await store.revoke(kept, 2);
    expect(await store.revoke(entry('token', 'more'), 2)).toBe(false);
    expect(await store.revoke(kept, 2)).toBe(true);
    await wait(320);
    expect((await store.readRevocations()).entries).toEqual([kept]);
    const more = entry('token', 'more', kept.untilMs + 1);
    expect(await store.revoke(more, 2)).toBe(true);
    expect((await store.readRevocations()).entries).toEqual([kept, more]);
  });

  test('what nothing is called is refused', async () => {
    const [store] = await openClients(newBacking, 1);
    for (const [kind, value] of [
      ['token', ''],
      ['token', 'a b'],
      ['viewer', 'x'.repeat(129)],
      ['before', 'yesterday'],
      ['before', '-1'],
    ] as const)
      await expect(store.revoke(entry(kind, value), 10)).rejects.toMatchObject({ code: 'internal' });
  });
}
