import {
  checkForMs,
  choiceText,
  type Replication,
  type StoredReplication,
  settingAt,
} from '../replication.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

/** All processes are on one machine, so `Date.now()` is the store's clock. */
export function lmdbReplication(environment: LmdbEnvironment): Replication {
  return {
    async setReplication(choice, forMs) {
      checkForMs(forMs);
      const text = choiceText(choice);
      await environment.write('setReplication', (root) => {
        const { standing } = (root.get(lmdbKeys.replication) as StoredReplication | undefined) ?? {};
        const forGood: StoredReplication = { standing: text };
        const forATime: StoredReplication = {
          ...(standing !== undefined && { standing }),
          temporary: text,
          untilMs: Date.now() + (forMs ?? 0),
        };
        root.put(lmdbKeys.replication, forMs === undefined ? forGood : forATime);
      });
    },

    async readReplication() {
      const stored = await environment.read('readReplication', (root) => root.get(lmdbKeys.replication));
      return settingAt((stored as StoredReplication | undefined) ?? {}, Date.now());
    },
  };
}
