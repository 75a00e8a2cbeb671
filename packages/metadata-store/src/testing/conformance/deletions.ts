import { expect, onTestFinished, test, vi } from 'vitest';
import type { Deletions } from '../../deletions.js';
import { type NewBacking, openClients } from './backing.js';

export function describeDeletions(newBacking: NewBacking): void {
  test('what is deleted is gone for good, and the same description gets another ID', async () => {
    const [store, other] = await openClients(newBacking, 2);
    await store.createDescription('d1', '{}');
    await store.createDescription('d2', '{"a":2}');
    expect(await store.deleteDescription(1n, 'd1')).toBe('deleted');
    expect(await other?.findDescription('d2')).toBe(2n);
    for (const client of [store, other]) {
      expect(await client?.findDescription('d1')).toBeUndefined();
      await expect(client?.readDescription(1n)).rejects.toMatchObject({ code: 'gone', statusCode: 410 });
    }
    for (const digest of ['d1', undefined]) expect(await other?.deleteDescription(1n, digest)).toBe('gone');
    expect(await other?.createDescription('d1', '{}')).toEqual({ contentId: 3n, created: true });
    expect(await store.createDescription('d1', '{}')).toEqual({ contentId: 3n, created: false });
    expect(await store.findDescription('d1')).toBe(3n);
    await expect(store.readDescription(1n)).rejects.toMatchObject({ code: 'gone' });
    expect(await store.readDescription(2n)).toBe('{"a":2}');
    expect(await store.readDescription(3n)).toBe('{}');
    expect(await store.importDescription({ contentId: 1n, digest: 'd9', json: '{}' })).toEqual({
      outcome: 'conflict',
      why: expect.stringContaining('deleted'),
    });
    const listed: bigint[] = [];
    for await (const { contentId } of store.listDescriptions()) listed.push(contentId);
    expect(listed.toSorted()).toEqual([2n, 3n]);
  });

  test('an ID of nothing cannot be deleted, nor one by the digest of another', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.createDescription('d1', '{}');
    await store.createDescription('d2', '{}');
    for (const contentId of [0n, 3n, 2n ** 64n - 1n]) {
      expect(await store.deleteDescription(contentId, 'd1')).toBe('unknown');
    }
    for (const digest of ['d2', 'd3', undefined]) {
      await expect(store.deleteDescription(1n, digest)).rejects.toMatchObject({ code: 'internal' });
    }
    expect(await store.readDescription(1n)).toBe('{}');
    expect(await store.readDeletions(0, 10)).toEqual({ deletions: [], last: 0 });
  });

  test('the log has each deletion once, in order, from any place on', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    for (let index = 1; index <= 7; index += 1) await store.createDescription(`d${index}`, '{}');
    const order = [3, 1, 7, 2, 5];
    for (const index of order) await other.deleteDescription(BigInt(index), `d${index}`);
    await other.deleteDescription(3n, 'd3');
    const all = order.map((index, place) => ({
      sequence: place + 1,
      contentId: BigInt(index),
      digest: `d${index}`,
    }));
    expect(await store.readDeletions(0, 10)).toEqual({ deletions: all, last: 5, log: expect.any(String) });
    const { log } = await other.readDeletions(5, 1);
    expect(await store.readDeletions(0, 2)).toEqual({ deletions: all.slice(0, 2), last: 5, log });
    expect(await store.readDeletions(2, 2)).toEqual({ deletions: all.slice(2, 4), last: 5, log });
    expect(await store.readDeletions(5, 2)).toEqual({ deletions: [], last: 5, log });
    expect(await store.readDeletions(9, 2)).toEqual({ deletions: [], last: 5, log });
  });

  test('a log has an ID from its first deletion on: another store, with the same deletions, has another log', async () => {
    const logOf = async (store: Deletions) => (await store.readDeletions(0, 1)).log;
    const logs = new Set<string | undefined>();
    for (const _ of [1, 2]) {
      const [store, other = store] = await openClients(newBacking, 2);
      expect(await logOf(store)).toBeUndefined();
      for (const digest of ['d1', 'd2']) await store.createDescription(digest, '{}');
      expect(await store.deleteDescription(9n, 'd1')).toBe('unknown');
      expect(await logOf(store)).toBeUndefined();
      await store.deleteDescription(1n, 'd1');
      const log = await logOf(other);
      expect(log).toMatch(/^[0-9a-f]{16}$/);
      await other.deleteDescription(2n, 'd2');
      await store.importDeletion({ contentId: 7n, digest: 'd7' });
      expect(await logOf(store)).toBe(log);
      logs.add(log);
    }
    const [imported] = await openClients(newBacking, 1);
    await imported.importDeletion({ contentId: 1n, digest: 'd1' });
    logs.add(await logOf(imported));
    expect(logs.size).toBe(3);
    expect(logs.has(undefined)).toBe(false);
  });

  test('deletions go to another store with the descriptions: no ID comes back, and what is there under it goes', async () => {
    const [from] = await openClients(newBacking, 1);
    const [to] = await openClients(newBacking, 1);
    for (const digest of ['d1', 'd2', 'd3', 'd4']) await from.createDescription(digest, '{}');
    for await (const each of from.listDescriptions()) await to.importDescription(each);
    await from.createDescription('d5', '{}');
    for (const contentId of [5n, 2n]) await from.deleteDescription(contentId, `d${contentId}`);
    const { deletions } = await from.readDeletions(0, 10);
    for (const outcome of ['imported', 'present']) {
      for (const deletion of deletions) expect(await to.importDeletion(deletion)).toEqual({ outcome });
    }
    const logged = (await to.readDeletions(0, 10)).deletions.map(({ contentId }) => contentId);
    expect(logged).toEqual([5n, 2n]);
    for (const contentId of [5n, 2n]) {
      await expect(to.readDescription(contentId)).rejects.toMatchObject({ code: 'gone' });
    }
    expect(await to.createDescription('d2', '{}')).toEqual({ contentId: 6n, created: true });
    expect(await to.importDeletion({ contentId: 1n, digest: 'd3' })).toMatchObject({ outcome: 'conflict' });
    expect(await to.readDescription(1n)).toBe('{}');
    // The digest of another description stays that one's.
    expect(await to.importDeletion({ contentId: 9n, digest: 'd3' })).toEqual({ outcome: 'imported' });
    expect(await to.createDescription('d3', '{}')).toEqual({ contentId: 3n, created: false });
    await expect(to.importDeletion({ contentId: 0n, digest: 'd' })).rejects.toMatchObject({
      code: 'internal',
    });
  });

  test('of many who delete the same at once one does, and the log has it once', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    await store.createDescription('d1', '{}');
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? store : other).deleteDescription(1n, 'd1')),
    );
    expect(outcomes.filter((outcome) => outcome === 'deleted')).toHaveLength(1);
    expect((await store.readDeletions(0, 10)).last).toBe(1);
  });

  test('others are told of each deletion soon', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    const listener = vi.fn();
    onTestFinished(other.onDeletionHint(listener));
    // The first may come when the subscription stands, the later ones only by themselves.
    for (const round of ['a', 'b', 'c']) {
      listener.mockClear();
      // One hint may be lost on a busy machine; it is not the same one each time.
      for (let attempt = 0; attempt < 3 && listener.mock.calls.length === 0; attempt += 1) {
        const digest = `${round}${attempt}`;
        const { contentId } = await store.createDescription(digest, '{}');
        await store.deleteDescription(contentId, digest);
        await vi.waitFor(() => expect(listener).toHaveBeenCalled(), 1_000).catch(() => undefined);
      }
      expect(listener).toHaveBeenCalled();
    }
  });

  test('an artifact is forgotten with its holders; others and its lease stay', async () => {
    const [store] = await openClients(newBacking, 1);
    const leaseKey = 'generate:art';
    await store.acquireLease(leaseKey, 'a', 60_000);
    for (const artifact of ['art', 'art2']) {
      for (const piece of ['init', '0']) {
        await store.recordSegment(artifact, { piece, length: 1, sha256: 'x' }, undefined);
      }
      for (const worker of ['w1', 'w2'])
        await store.recordHolder(artifact, { worker, bytes: 1, complete: true });
    }
    await store.forgetArtifact('art');
    expect(await store.readManifest('art')).toEqual([]);
    expect(await store.readHolders('art')).toEqual([]);
    expect(await store.readManifest('art2')).toHaveLength(2);
    expect(await store.readHolders('art2')).toHaveLength(2);
    expect(await store.takeOverLease(leaseKey, 'b', 1, 60_000)).toEqual({ acquired: true, token: 2 });
  });
}
