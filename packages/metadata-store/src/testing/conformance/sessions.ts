import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type NewBacking, openClients } from './backing.js';

const limits = { ttlMs: 60_000, most: 100 };

export function describeSessions(newBacking: NewBacking): void {
  test('what was saved last is read by every client, and nothing where nothing was saved', async () => {
    const [store, other] = await openClients(newBacking, 2);
    expect(await store.readSession('a')).toBeUndefined();
    await store.saveSession('a', '{"position":1}', limits);
    await other?.saveSession('a', '{"position":2}', limits);
    await store.saveSession('b', '{"position":3}', limits);
    expect(await store.readSession('a')).toBe('{"position":2}');
    expect(await other?.readSession('b')).toBe('{"position":3}');
  });

  test('after its lifetime a session is forgotten, counted from the last save', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.saveSession('short', '1', { ...limits, ttlMs: 1 });
    await store.saveSession('saved again', '1', { ...limits, ttlMs: 1 });
    await store.saveSession('saved again', '2', limits);
    await wait(5);
    expect(await store.readSession('short')).toBeUndefined();
    expect(await store.readSession('saved again')).toBe('2');
  });

  test('past the limit the one that was not saved for longest goes; those that are over go first', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.saveSession('over', '0', { ttlMs: 1, most: 3 });
    await wait(5);
    const read = async () => {
      const kept: string[] = [];
      for (const key of ['a', 'b', 'c', 'd'])
        if ((await store.readSession(key)) !== undefined) kept.push(key);
      return kept.join('');
    };
    for (const key of ['a', 'b', 'c']) {
      await store.saveSession(key, key, { ...limits, most: 3 });
      await wait(2);
    }
    expect(await read()).toBe('abc');
    await store.saveSession('a', 'again', { ...limits, most: 3 });
    await wait(2);
    await store.saveSession('d', 'd', { ...limits, most: 3 });
    expect(await read()).toBe('acd');
    // With a lower limit the next save removes the rest.
    await store.saveSession('d', 'd', { ...limits, most: 1 });
    expect(await read()).toBe('d');
  });
}
