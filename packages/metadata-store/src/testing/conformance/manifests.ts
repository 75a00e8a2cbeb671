import { expect, test } from 'vitest';
import type { ManifestEntry } from '../../manifests.js';
import { type NewBacking, openClients } from './backing.js';

const longTtlMs = 60_000;
const entry = (piece: string, sha256 = `sha-of-${piece}`, length = 1000): ManifestEntry => ({
  piece,
  length,
  sha256,
});
const sorted = (entries: ManifestEntry[]) => entries.toSorted((a, b) => a.piece.localeCompare(b.piece));

export function describeManifests(newBacking: NewBacking): void {
  test('an unknown artifact has no entries', async () => {
    const [store] = await openClients(newBacking, 1);
    expect(await store.readManifest('nothing')).toEqual([]);
  });

  test('the first writer of a piece wins, and its repetition is accepted', async () => {
    const [store, other] = await openClients(newBacking, 2);
    expect(await store.recordSegment('art', entry('init'), undefined)).toEqual({ outcome: 'accepted' });
    expect(await store.recordSegment('art', entry('0'), undefined)).toEqual({ outcome: 'accepted' });
    expect(await other?.recordSegment('art', entry('0'), undefined)).toEqual({ outcome: 'accepted' });
    for (const different of [entry('0', 'other'), entry('0', 'sha-of-0', 1001)]) {
      expect(await other?.recordSegment('art', different, undefined)).toEqual({
        outcome: 'conflict',
        accepted: entry('0'),
      });
    }
    expect(sorted(await store.readManifest('art'))).toEqual([entry('0'), entry('init')]);
  });

  test('manifests of artifacts with similar names stay apart', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.recordSegment('a', entry('0'), undefined);
    await store.recordSegment('a:0', entry('1'), undefined);
    await store.recordSegment('a0', entry('2'), undefined);
    expect(await store.readManifest('a')).toEqual([entry('0')]);
    expect(await store.readManifest('a:0')).toEqual([entry('1')]);
  });

  test('of two writers at once with different bytes one is accepted and the other told', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    for (let piece = 0; piece < 10; piece += 1) {
      const outcomes = await Promise.all([
        store.recordSegment('art', entry(`${piece}`, 'x'), undefined),
        other.recordSegment('art', entry(`${piece}`, 'y'), undefined),
      ]);
      expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['accepted', 'conflict']);
    }
  });

  test('a stale token writes nothing, not even what is there already', async () => {
    const [store] = await openClients(newBacking, 1);
    const leaseKey = 'generate:art';
    await store.acquireLease(leaseKey, 'a', longTtlMs);
    const fenceOfA = { leaseKey, token: 1 };
    expect(await store.recordSegment('art', entry('0'), fenceOfA)).toEqual({ outcome: 'accepted' });
    await store.takeOverLease(leaseKey, 'b', 1, longTtlMs);
    expect(await store.recordSegment('art', entry('1'), fenceOfA)).toEqual({ outcome: 'stale' });
    expect(await store.recordSegment('art', entry('0'), fenceOfA)).toEqual({ outcome: 'stale' });
    expect(await store.recordSegment('art', entry('1', 'of b'), { leaseKey, token: 2 })).toEqual({
      outcome: 'accepted',
    });
    expect(sorted(await store.readManifest('art'))).toEqual([entry('0'), entry('1', 'of b')]);
  });

  test('a fence of another artifact is a mistake', async () => {
    const [store] = await openClients(newBacking, 1);
    const fence = { leaseKey: 'other', token: 1 };
    await expect(store.recordSegment('art', entry('0'), fence)).rejects.toMatchObject({ code: 'internal' });
  });
}
