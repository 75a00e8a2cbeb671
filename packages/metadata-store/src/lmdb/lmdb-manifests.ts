import { type Lease, neverHeld } from '../lease-rules.js';
import type { ManifestEntry, Manifests } from '../manifests.js';
import { checkFence } from '../names.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

export function lmdbManifests(environment: LmdbEnvironment): Manifests {
  return {
    async recordSegment(artifactId, { piece, length, sha256 }, fence) {
      if (fence !== undefined) checkFence(artifactId, fence.leaseKey);
      const key = lmdbKeys.manifest(artifactId, piece);
      const leaseKey = lmdbKeys.lease(fence?.leaseKey ?? artifactId);
      return environment.write('recordSegment', (root) => {
        const lease = (root.get(leaseKey) as Lease | undefined) ?? neverHeld;
        if (fence !== undefined && fence.token < lease.token) return { outcome: 'stale' };
        const accepted = root.get(key) as ManifestEntry | undefined;
        if (accepted === undefined) {
          root.put(key, { piece, length, sha256 });
          return { outcome: 'accepted' };
        }
        const isSame = accepted.length === length && accepted.sha256 === sha256;
        return isSame ? { outcome: 'accepted' } : { outcome: 'conflict', accepted };
      });
    },

    async readManifest(artifactId) {
      const range = lmdbKeys.manifestRange(artifactId);
      return environment.read('readManifest', (root) => {
        return Array.from(root.getRange(range), ({ value }) => value as ManifestEntry);
      });
    },
  };
}
