import { expect, test } from 'vitest';
import { contentIdOf, maxImportedCount } from '../../content-id.js';
import type { StoredDescription } from '../../descriptions.js';
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

  test('content IDs that are given are above one that is told to have been given, and never below others', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    // A store that never counted begins by chance, and has given none of those.
    await store.keepAbove(40n);
    expect((await store.createDescription('d1', '1')).contentId).toBe(1n);
    await store.keepAbove(contentIdOf(3, 50n));
    expect((await other.createDescription('d2', '2')).contentId).toBe(51n);
    await other.keepAbove(7n);
    expect((await store.createDescription('d3', '3', 2)).contentId).toBe(contentIdOf(2, 52n));
    for (const wrong of [0n, contentIdOf(0, maxImportedCount + 1n)])
      await expect(store.keepAbove(wrong)).rejects.toMatchObject({ code: 'internal' });
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

  test('what one store lists another imports, under the same IDs, and again without a change', async () => {
    const [from] = await openClients(newBacking, 1);
    const [to] = await openClients(newBacking, 1);
    // More than a batch; texts of all kinds.
    const texts = Array.from({ length: 600 }, (_, index) => (index === 5 ? 'é\u0000\n"' : `{"n":${index}}`));
    await Promise.all(texts.map((text, index) => from.createDescription(`digest-${index}`, text)));
    const listed = new Map<bigint, StoredDescription>();
    for await (const description of from.listDescriptions()) listed.set(description.contentId, description);
    expect(listed.size).toBe(600);
    for (const outcome of ['imported', 'present']) {
      const results = await Promise.all([...listed.values()].map((each) => to.importDescription(each)));
      expect(new Set(results.map((result) => result.outcome))).toEqual(new Set([outcome]));
    }
    for (const [contentId, { digest, json }] of listed) {
      expect(json).toBe(texts[Number(digest.slice('digest-'.length))]);
      expect(await to.readDescription(contentId)).toBe(json);
    }
    expect(await to.createDescription('digest-7', 'other')).toMatchObject({ created: false });
    expect(await to.createDescription('new', '{}')).toEqual({ contentId: 601n, created: true });
  });

  test('descriptions are read in parts, the highest content ID first, and nothing comes twice', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    expect(await other.readDescriptions(undefined, 5)).toEqual({ descriptions: [], next: undefined });
    for (let count = 1; count <= 12; count += 1)
      await store.createDescription(`d${count}`, `${count}`, count === 3 ? 2 : 1);
    await store.importDescription({ contentId: contentIdOf(1, 400n), digest: 'imported', json: 'imported' });
    await store.deleteDescription(contentIdOf(1, 7n), 'd7');
    const texts: string[] = [];
    const sizes: number[] = [];
    let below: bigint | undefined;
    do {
      const page = await other.readDescriptions(below, 4);
      for (const { contentId, json } of page.descriptions) {
        expect(await store.readDescription(contentId)).toBe(json);
        texts.push(json);
      }
      sizes.push(page.descriptions.length);
      below = page.next;
      // What is new is above; what goes is not missed.
      await store.createDescription(`later-${sizes.length}`, 'later', 2);
    } while (below !== undefined);
    expect(texts).toEqual(['3', 'imported', '12', '11', '10', '9', '8', '6', '5', '4', '2', '1']);
    expect(sizes).toEqual([4, 4, 4, 0]);
    expect((await other.readDescriptions(undefined, 1)).descriptions).toMatchObject([{ json: 'later' }]);
    expect((await other.readDescriptions(1n, 1)).descriptions).toEqual([]);
  });

  test('an empty store lists nothing', async () => {
    const [store] = await openClients(newBacking, 1);
    for await (const description of store.listDescriptions()) expect(description).toBeUndefined();
  });

  test('IDs are given above every one that was imported, in whatever order', async () => {
    const [store] = await openClients(newBacking, 1);
    for (const contentId of [10n, 9n, contentIdOf(8_191, maxImportedCount - 2n), contentIdOf(3, 99n)]) {
      const imported = await store.importDescription({ contentId, digest: `d${contentId}`, json: '{}' });
      expect(imported).toEqual({ outcome: 'imported' });
    }
    const { contentId } = await store.createDescription('new', '{}');
    expect(contentId).toBe(maxImportedCount - 1n);
  });

  test('one ID never means two descriptions, one digest never has two IDs or texts', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.createDescription('d1', '{"a":1}');
    await store.createDescription('d2', '{"a":2}');
    for (const [contentId, digest, json] of [
      [1n, 'd3', '{"a":3}'],
      [1n, 'd3', '{"a":1}'],
      [1n, 'd2', '{"a":2}'],
      [3n, 'd1', '{"a":1}'],
      [1n, 'd1', '{"a":"changed"}'],
    ] as const) {
      const result = await store.importDescription({ contentId, digest, json });
      expect(result).toEqual({ outcome: 'conflict', why: expect.stringContaining(`${contentId}`) });
    }
    expect(await store.readDescription(1n)).toBe('{"a":1}');
    expect(await store.readDescription(3n)).toBeUndefined();
    expect(await store.createDescription('d3', '{"a":3}')).toEqual({ contentId: 3n, created: true });
  });

  test('an ID that no store could count on from is refused', async () => {
    const [store] = await openClients(newBacking, 1);
    for (const contentId of [0n, -1n, contentIdOf(1, 0n), maxImportedCount + 1n, 2n ** 64n + 1n]) {
      const importing = store.importDescription({ contentId, digest: 'd', json: '{}' });
      await expect(importing).rejects.toMatchObject({ code: 'internal' });
    }
  });
}
