import { expect, test } from 'vitest';
import { type NewBacking, openClients } from './backing.js';

export function describeHolders(newBacking: NewBacking): void {
  test('holders are recorded, replaced and dropped, by worker', async () => {
    const [store, other] = await openClients(newBacking, 2);
    expect(await store.readHolders('art')).toEqual([]);
    await store.recordHolder('art', { worker: 'w2', bytes: 10, complete: false });
    await store.recordHolder('art', { worker: 'w1', bytes: 5, complete: false });
    await other?.recordHolder('art', { worker: 'w2', bytes: 2 ** 40, complete: true });
    expect(await store.readHolders('art')).toEqual([
      { worker: 'w1', bytes: 5, complete: false },
      { worker: 'w2', bytes: 2 ** 40, complete: true },
    ]);
    await store.dropHolder('art', 'w1');
    await store.dropHolder('art', 'never there');
    expect(await other?.readHolders('art')).toEqual([{ worker: 'w2', bytes: 2 ** 40, complete: true }]);
    expect(await store.readHolders('art2')).toEqual([]);
  });
}
