import { expect, test } from 'vitest';
import { type NewBacking, openClients } from './backing.js';

export function describeLifetime(newBacking: NewBacking): void {
  test('an open store answers', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.ping();
    expect(store.reachable).toBe(true);
  });

  test('after close every operation says that the store is unavailable; closing again is no error', async () => {
    const [store, other] = await openClients(newBacking, 2);
    await store.close();
    await store.close();
    expect(store.reachable).toBe(false);
    await expect(store.ping()).rejects.toMatchObject({
      code: 'metadata_unavailable',
      retryAfterSeconds: 5,
    });
    await expect(store.createDescription('d', '{}')).rejects.toMatchObject({ code: 'metadata_unavailable' });
    await other?.ping();
  });

  test('names that no store could keep apart are refused', async () => {
    const [store] = await openClients(newBacking, 1);
    for (const name of ['', 'a{b', 'a\u0000b', 'x'.repeat(513)]) {
      for (const refused of [
        store.createDescription(name, '{}'),
        store.deleteDescription(1n, name),
        store.forgetArtifact(name),
        store.findDescription(name),
        store.acquireLease(name, 'a', 1000),
        store.acquireLease('k', name, 1000),
        store.releaseLease('k', name, 1),
        store.setMemberState(name, 'draining'),
        store.leave(name),
        store.recordSegment('a', { piece: name, length: 1, sha256: '' }, undefined),
        store.readManifest(name),
        store.dropHolder('a', name),
        store.readHolders(name),
        store.recordView(name, 'd'),
      ]) {
        await expect(refused).rejects.toMatchObject({ code: 'internal' });
      }
    }
  });
}
