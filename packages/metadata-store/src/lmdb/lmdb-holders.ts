import type { Holder, Holders } from '../holders.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

export function lmdbHolders(environment: LmdbEnvironment): Holders {
  return {
    async recordHolder(artifactId, { worker, bytes, complete }) {
      const key = lmdbKeys.holder(artifactId, worker);
      await environment.write('recordHolder', (root) => root.put(key, { worker, bytes, complete }));
    },

    async dropHolder(artifactId, workerId) {
      const key = lmdbKeys.holder(artifactId, workerId);
      await environment.write('dropHolder', (root) => root.remove(key));
    },

    async readHolders(artifactId) {
      const range = lmdbKeys.holderRange(artifactId);
      return environment.read('readHolders', (root) => {
        return Array.from(root.getRange(range), ({ value }) => value as Holder);
      });
    },
  };
}
