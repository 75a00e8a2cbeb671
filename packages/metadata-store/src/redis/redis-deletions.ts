import { countOf } from '../content-id.js';
import { type Deletions, newDeletionLog } from '../deletions.js';
import { mistakenDigest } from '../gone.js';
import { checkImport, importedDeletion } from '../import-rules.js';
import { leaseKeyOf, leasePurposes } from '../leases.js';
import { checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { DurableRun } from './redis-descriptions.js';
import type { RedisHints } from './redis-hints.js';
import type { RedisKeys } from './redis-keys.js';

/** A worker that slept for longer with a token finds a lower one: then only the first seal of a piece counts. */
const leaseMemoryMs = 30 * 24 * 3_600 * 1_000;

/** As durable as descriptions are. */
export function redisDeletions(
  commands: RedisCommands,
  durably: DurableRun,
  keys: RedisKeys,
  hints: Pick<RedisHints, 'listen'>,
): Deletions {
  const remove = async (contentId: bigint, digest: string | undefined, count: bigint | '') => {
    const [outcome] = await durably(
      'deleteDescription',
      [
        ...([keys.digests, keys.descriptions, keys.deleted, keys.deletions] as const),
        ...[keys.lastContentId, keys.deletionLog, keys.order, keys.creators],
      ],
      [
        contentId.toString(),
        digest === undefined ? '' : checkName('digest', digest),
        keys.memberState,
        count.toString(),
        newDeletionLog(),
      ],
    );
    return outcome as 'deleted' | 'gone' | 'unknown' | 'mistaken';
  };

  return {
    async deleteDescription(contentId, digest) {
      const outcome = await remove(contentId, digest, '');
      if (outcome === 'mistaken') throw mistakenDigest(contentId);
      return outcome;
    },

    async importDeletion(deletion) {
      const { contentId, digest } = checkImport(deletion);
      return importedDeletion(deletion, await remove(contentId, digest, countOf(contentId)));
    },

    async readDeletions(after, limit) {
      const [entries, last, log] = await commands.ask('readDeletions', keys.deletions, (client) =>
        Promise.all([
          client.lrange(keys.deletions, after, after + limit - 1),
          client.llen(keys.deletions),
          client.get(keys.deletionLog),
        ]),
      );
      const deletions = entries.map((entry, index) => {
        const [contentId, digest] = entry.split(' ') as [string, string];
        return { sequence: after + index + 1, contentId: BigInt(contentId), digest };
      });
      return { deletions, last, log: log ?? undefined };
    },

    onDeletionHint: (listener) => hints.listen(listener),

    async forgetArtifact(artifactId) {
      const leases = leasePurposes.map((purpose) => keys.lease(leaseKeyOf(purpose, artifactId)));
      await commands.run(
        'forgetArtifact',
        [keys.manifest(artifactId), keys.holders(artifactId), ...leases],
        [leaseMemoryMs],
      );
    },
  };
}
