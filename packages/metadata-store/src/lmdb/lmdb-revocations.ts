import { randomUUID } from 'node:crypto';
import { byEnd, parseRevocation, type Revocations, revocationKey, revocationText } from '../revocations.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

interface StoredRevocations {
  readonly revision: string;
  /** As `revocationText` writes them, by their keys. */
  readonly entries: Readonly<Record<string, string>>;
}

const none: StoredRevocations = { revision: '', entries: {} };

/** All processes are on one machine, so `Date.now()` is the store's clock. */
export function lmdbRevocations(environment: LmdbEnvironment): Revocations {
  const storedIn = (stored: unknown) => (stored as StoredRevocations | undefined) ?? none;
  const liveIn = (stored: unknown) =>
    Object.entries(storedIn(stored).entries).filter(([, text]) => Number.parseInt(text, 10) > Date.now());
  return {
    async revoke(revocation, most) {
      const key = revocationKey(revocation.kind, revocation.value);
      return environment.write('revoke', (root) => {
        const others = liveIn(root.get(lmdbKeys.revocations)).filter(([each]) => each !== key);
        if (others.length >= most) return false;
        const entries = Object.fromEntries([...others, [key, revocationText(revocation)]]);
        root.put(lmdbKeys.revocations, { revision: randomUUID(), entries } satisfies StoredRevocations);
        return true;
      });
    },

    async unrevoke(kind, value) {
      const key = revocationKey(kind, value);
      return environment.write('unrevoke', (root) => {
        const { [key]: removed, ...entries } = storedIn(root.get(lmdbKeys.revocations)).entries;
        if (removed === undefined) return false;
        root.put(lmdbKeys.revocations, { revision: randomUUID(), entries } satisfies StoredRevocations);
        return true;
      });
    },

    async readRevocations(knownRevision = '') {
      const stored = await environment.read('readRevocations', (root) => root.get(lmdbKeys.revocations));
      const { revision } = storedIn(stored);
      if (revision !== '' && revision === knownRevision) return { revision, entries: undefined };
      const entries = liveIn(stored).flatMap(([, text]) => parseRevocation(text));
      return { revision, entries: entries.sort(byEnd) };
    },
  };
}
