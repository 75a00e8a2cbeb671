import { expect, test } from 'vitest';
import { poolOf } from '../../content-id.js';
import { type NewBacking, openClients } from './backing.js';

export function describePools(newBacking: NewBacking): void {
  test('generators are numbered as they come, each once', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    expect(await store.registerGenerator('ffmpeg@1#a')).toBe(1);
    expect(await other.registerGenerator('ffmpeg@1#b')).toBe(2);
    expect(await other.registerGenerator('ffmpeg@1#a')).toBe(1);
    expect(await store.registerGenerator('__proto__')).toBe(3);
    await expect(store.registerGenerator('')).rejects.toMatchObject({ code: 'internal' });
  });

  test('of many who come at once each has one number, and no number is given twice', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    const names = Array.from({ length: 20 }, (_, index) => `g${index % 10}`);
    const numbers = await Promise.all(
      names.map((name, index) => (index % 2 === 0 ? store : other).registerGenerator(name)),
    );
    expect(new Set(numbers)).toHaveLength(10);
    expect(numbers.toSorted((a, b) => a - b).filter((_, index) => index % 2 === 0)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(numbers.slice(10)).toEqual(numbers.slice(0, 10));
  });

  test('a content ID says what it is pinned to, exactly, and no count is given twice', async () => {
    const [store] = await openClients(newBacking, 1);
    const pools = [0, 1, 7, 255, 2_048, 4_095, 8_191, 0];
    for (const [index, pool] of pools.entries()) {
      const { contentId } = await store.createDescription(`d${index}`, `${index}`, pool);
      expect(contentId).toBe(BigInt(pool) * 2n ** 48n + BigInt(index + 1));
      expect(poolOf(contentId)).toBe(pool);
      expect(await store.readDescription(contentId)).toBe(`${index}`);
    }
    // What was described stays pinned.
    expect(await store.createDescription('d2', '', 9)).toMatchObject({ contentId: 7n * 2n ** 48n + 3n });
    expect(await store.deleteDescription(8_191n * 2n ** 48n + 7n, 'd6')).toBe('deleted');
    expect((await store.readDeletions(0, 1)).deletions[0]?.contentId).toBe(8_191n * 2n ** 48n + 7n);
    for (const pool of [-1, 8_192, 1.5, Number.NaN]) {
      await expect(store.createDescription('d', '{}', pool)).rejects.toMatchObject({ code: 'internal' });
    }
  });
}
