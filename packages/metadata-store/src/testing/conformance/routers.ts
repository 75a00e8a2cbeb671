import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RouterRecord } from '../../routers.js';
import { type NewBacking, openClients } from './backing.js';

const router = (id: string): RouterRecord => ({ id, url: `http://127.0.0.1/${id}`, pid: 7 });

export function describeRouters(newBacking: NewBacking): void {
  test('routers that announced themselves are found, by ID, until they go', async () => {
    const [store, other] = await openClients(newBacking, 2);
    expect(await store.readRouters()).toEqual([]);
    await store.announceRouter(router('r2'), 60_000);
    await other?.announceRouter(router('r1'), 60_000);
    await store.announceRouter({ ...router('r2'), pid: 8 }, 60_000);
    expect(await store.readRouters()).toEqual([router('r1'), { ...router('r2'), pid: 8 }]);
    await store.removeRouter('r1');
    await store.removeRouter('r1');
    expect(await other?.readRouters()).toEqual([{ ...router('r2'), pid: 8 }]);
  });

  test('a router whose lease ran out is not there any more', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.announceRouter(router('r1'), 1);
    await store.announceRouter(router('r2'), 60_000);
    await wait(5);
    expect(await store.readRouters()).toEqual([router('r2')]);
  });
}
