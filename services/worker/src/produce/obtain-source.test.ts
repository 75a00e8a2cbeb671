import { UnderstudyError } from '@understudy/errors';
import { expect, test, vi } from 'vitest';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { obtainSource } from './obtain-source.js';
import type { ProductionContext } from './production-context.js';

const { signal } = new AbortController();
const artifact = {
  artifactId: 'x',
  contentId: 1n,
  pieces: [],
  extras: [],
  isSealed: () => false,
} as unknown as StoredArtifact;
const heldBy = (owner: string, token: number) => ({ acquired: false, owner, token, expiresInMs: 9_000 });
const owner = { id: 'b', url: 'http://b' };

/** A context in which `b` has the lease. */
function contextWith(facts: {
  readonly known?: boolean;
  readonly inStore?: boolean;
  readonly alive?: boolean;
  readonly takeOver?: unknown;
  readonly storeAway?: boolean;
  readonly goOnWithoutStore?: boolean;
}) {
  const unavailable = () => Promise.reject(new UnderstudyError('metadata_unavailable'));
  const store = {
    acquireLease: facts.storeAway ? unavailable : async () => heldBy('b', 4),
    takeOverLease: vi.fn(async () => facts.takeOver ?? { acquired: true, token: 5 }),
    releaseLease: vi.fn(async () => true),
  };
  const context = {
    selfId: 'a',
    lease: { store, owner: 'a', ttlMs: 60_000, goOnWithoutStore: facts.goOnWithoutStore ?? true },
    metadata: {
      readMembership: async () => ({ epoch: 2, members: facts.inStore ? [owner] : [] }),
      readHolders: facts.storeAway ? unavailable : async () => [],
    },
    view: () => ({ member: () => (facts.known ? owner : undefined), othersInOrder: () => [], members: [] }),
    isAlive: async () => facts.alive ?? false,
    limits: { probeTimeoutMs: 700 },
    events: { takeOver: () => undefined },
  } as unknown as ProductionContext;
  return {
    store,
    context,
    obtain: () =>
      obtainSource(
        context,
        artifact,
        { wants: [], next: 0, wasBeaten: false, spent: new Set<string>() },
        signal,
      ),
  };
}

test.each([
  ['known here', { known: true, alive: true }],
  ['that joined a moment ago', { inStore: true, alive: true }],
])('the living holder of the lease, %s, is followed and keeps it', async (_what, facts) => {
  const { store, obtain } = contextWith(facts);
  expect(await obtain()).toEqual({ kind: 'follow', url: owner.url, storedOnly: false });
  expect(store.takeOverLease).not.toHaveBeenCalled();
});

test.each([
  ['that does not answer', { known: true }],
  ['that is no member any more', {}],
])('the lease of a holder %s is taken over with its token', async (_what, facts) => {
  const { store, obtain } = contextWith(facts);
  const source = await obtain();
  expect(source).toMatchObject({ kind: 'generate', lease: { token: 5 } });
  expect(store.takeOverLease).toHaveBeenCalledExactlyOnceWith('generate:x', 'a', 4, 60_000);
  if (source.kind === 'generate') await source.lease?.release();
});

test('who loses the race for a dead holder’s lease generates nothing, and asks again', async () => {
  expect(await contextWith({ takeOver: heldBy('c', 5) }).obtain()).toEqual({ kind: 'again' });
});

test('without the store only a generator whose bytes are the same goes on', async () => {
  expect(await contextWith({ storeAway: true }).obtain()).toEqual({ kind: 'generate', lease: undefined });
  await expect(contextWith({ storeAway: true, goOnWithoutStore: false }).obtain()).rejects.toMatchObject({
    code: 'metadata_unavailable',
  });
});

test('a lease under which something fails is given back', async () => {
  const { context, store, obtain } = contextWith({});
  Object.assign(store, { acquireLease: async () => ({ acquired: true, token: 2 }) });
  Object.assign(context.metadata, { readHolders: () => Promise.reject(new Error('unexpected')) });
  await expect(obtain()).rejects.toThrow('unexpected');
  expect(store.releaseLease).toHaveBeenCalledOnce();
});
