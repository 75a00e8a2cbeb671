import { expect, test } from 'vitest';
import { type NewBacking, openClients } from './backing.js';

export function describeCreators(newBacking: NewBacking): void {
  test('whose key described a video is known until the video is deleted', async () => {
    const [store, other] = await openClients(newBacking, 2);
    const { contentId } = await store.createDescription('d1', '{}');
    expect(await other?.readCreator(contentId)).toBeUndefined();
    await store.recordCreator(contentId, 'ann');
    expect(await other?.readCreator(contentId)).toBe('ann');
    await store.deleteDescription(contentId, 'd1');
    expect(await store.readCreator(contentId)).toBeUndefined();
    // Late, it leaves nothing behind.
    await store.recordCreator(contentId, 'ann');
    expect(await store.readCreator(contentId)).toBeUndefined();
  });
}
