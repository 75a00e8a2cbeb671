import { expect, test } from 'vitest';
import { viewsPerViewer } from '../../views.js';
import { type NewBacking, openClients } from './backing.js';

export function describeViews(newBacking: NewBacking): void {
  test('a description is new to a viewer once', async () => {
    const [store, other] = await openClients(newBacking, 2);
    expect(await store.recordView('ann', 'd1')).toBe(true);
    expect(await other?.recordView('ann', 'd1')).toBe(false);
    expect(await store.recordView('ann', 'd2')).toBe(true);
    expect(await store.recordView('bob', 'd1')).toBe(true);
  });

  test('of a viewer with many views the oldest are forgotten', async () => {
    const [store] = await openClients(newBacking, 1);
    const digests = Array.from({ length: viewsPerViewer + 1 }, (_, index) => `d${index}`);
    await Promise.all(digests.map((digest) => store.recordView('ann', digest)));
    expect(await store.recordView('ann', 'd1')).toBe(false);
    expect(await store.recordView('ann', 'd0')).toBe(true);
  });
}
