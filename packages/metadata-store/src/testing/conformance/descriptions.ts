import { expect, test } from 'vitest';
import { type NewBacking, openClients } from './backing.js';

export function describeDescriptions(newBacking: NewBacking): void {
  test('content IDs count from 1 and the same digest keeps its ID and its first text', async () => {
    const [store, other] = await openClients(newBacking, 2);
    expect(await store.createDescription('d1', '{"a":1}')).toEqual({ contentId: 1n, created: true });
    expect(await store.createDescription('d2', '{"a":2}')).toEqual({ contentId: 2n, created: true });
    expect(await other?.createDescription('d1', '{"a":"changed"}')).toEqual({
      contentId: 1n,
      created: false,
    });
    expect(await other?.readDescription(1n)).toBe('{"a":1}');
    expect(await store.readDescription(2n)).toBe('{"a":2}');
  });

  test('any text comes back as it was', async () => {
    const [store] = await openClients(newBacking, 1);
    const texts = ['', '"', 'é\u0000\u{1f3ac}\n', 'x'.repeat(200_000)];
    for (const [index, text] of texts.entries()) {
      const { contentId } = await store.createDescription(`digest-${index}`, text);
      expect(await store.readDescription(contentId)).toBe(text);
    }
  });

  test('an unknown content ID has no description, whatever its size', async () => {
    const [store] = await openClients(newBacking, 1);
    for (const contentId of [0n, 7n, 2n ** 64n - 1n]) {
      expect(await store.readDescription(contentId)).toBeUndefined();
    }
  });

  test('many at once through two clients: one ID per digest, no ID twice', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    const digests = Array.from({ length: 50 }, (_, index) => `many-${index}`);
    const results = await Promise.all(
      [...digests, ...digests].map(async (digest, index) => ({
        digest,
        ...(await (index % 2 === 0 ? store : other).createDescription(digest, digest)),
      })),
    );
    expect(results.filter(({ created }) => created)).toHaveLength(50);
    expect(new Set(results.map(({ contentId }) => contentId))).toHaveLength(50);
    for (const { digest, contentId } of results) expect(await store.readDescription(contentId)).toBe(digest);
  });
}
