import type { ManifestEntry, Manifests } from '../manifests.js';
import { checkFence, checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisManifests(commands: RedisCommands, keys: RedisKeys): Manifests {
  return {
    async recordSegment(artifactId, { piece, length, sha256 }, fence) {
      if (fence !== undefined) checkFence(artifactId, fence.leaseKey);
      // One order of fields: the script compares entries as texts.
      const entry = JSON.stringify({ piece, length, sha256 } satisfies ManifestEntry);
      const [outcome, accepted] = await commands.run(
        'recordSegment',
        [keys.manifest(artifactId), keys.lease(fence?.leaseKey ?? artifactId)],
        [checkName('piece', piece), entry, fence?.token ?? ''],
      );
      if (outcome === 'conflict') {
        return { outcome, accepted: JSON.parse(String(accepted)) as ManifestEntry };
      }
      return { outcome: outcome as 'accepted' | 'stale' };
    },

    async readManifest(artifactId) {
      const key = keys.manifest(artifactId);
      const entries = await commands.ask('readManifest', key, (client) => client.hvals(key));
      return entries.map((json) => JSON.parse(json) as ManifestEntry);
    },
  };
}
