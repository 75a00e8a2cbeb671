import { countOf } from '../content-id.js';
import { type Deletion, type Deletions, newDeletionLog } from '../deletions.js';
import { mistakenDigest } from '../gone.js';
import { checkImport, importedDeletion } from '../import-rules.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

interface LoggedDeletion {
  /** As decimal text: JSON numbers end at 2^53. */
  readonly contentId: string;
  readonly digest: string;
}

export function lmdbDeletions(environment: LmdbEnvironment): Deletions {
  const readLast = () =>
    environment.read(
      'readLastDeletion',
      (root) => (root.get(lmdbKeys.lastDeletion) as number | undefined) ?? 0,
    );

  const remove = async (contentId: bigint, digest: string | undefined, isImport: boolean) => {
    const id = contentId.toString();
    const descriptionKey = lmdbKeys.description(contentId);
    const digestKey = digest === undefined ? undefined : lmdbKeys.digest(digest);
    const deletedKey = lmdbKeys.deleted(contentId);
    return environment.write('deleteDescription', (root) => {
      if (root.doesExist(deletedKey)) return 'gone';
      const isKnown = root.doesExist(descriptionKey);
      if (!isKnown && !isImport) return 'unknown';
      const hasDigest = digestKey !== undefined && root.get(digestKey) === id;
      if (digestKey === undefined || digest === undefined || (isKnown && !hasDigest)) return 'mistaken';
      const sequence = ((root.get(lmdbKeys.lastDeletion) as number | undefined) ?? 0) + 1;
      if (!root.doesExist(lmdbKeys.deletionLog)) root.put(lmdbKeys.deletionLog, newDeletionLog());
      if (hasDigest) root.remove(digestKey);
      root.remove(descriptionKey);
      root.remove(lmdbKeys.order(contentId));
      root.remove(lmdbKeys.creator(contentId));
      root.put(deletedKey, sequence);
      root.put(lmdbKeys.deletion(sequence), { contentId: id, digest } satisfies LoggedDeletion);
      root.put(lmdbKeys.lastDeletion, sequence);
      const last = BigInt((root.get(lmdbKeys.lastContentId) as string | undefined) ?? '0');
      const count = countOf(contentId);
      if (isImport && count > last) root.put(lmdbKeys.lastContentId, count.toString());
      return 'deleted';
    });
  };

  return {
    async deleteDescription(contentId, digest) {
      const outcome = await remove(contentId, digest, false);
      if (outcome === 'mistaken') throw mistakenDigest(contentId);
      return outcome;
    },

    async importDeletion(deletion) {
      const { contentId, digest } = checkImport(deletion);
      return importedDeletion(deletion, await remove(contentId, digest, true));
    },

    readDeletions(after, limit) {
      return environment.read('readDeletions', (root) => {
        const deletions: Deletion[] = [];
        const last = (root.get(lmdbKeys.lastDeletion) as number | undefined) ?? 0;
        for (let sequence = after + 1; sequence <= Math.min(last, after + limit); sequence += 1) {
          const { contentId, digest } = root.get(lmdbKeys.deletion(sequence)) as LoggedDeletion;
          deletions.push({ sequence, contentId: BigInt(contentId), digest });
        }
        return { deletions, last, log: root.get(lmdbKeys.deletionLog) as string | undefined };
      });
    },

    onDeletionHint(listener) {
      let known: number | undefined;
      return environment.onCommit(async () => {
        const last = await readLast().catch(() => undefined);
        if (last !== known) listener();
        known = last;
      });
    },

    async forgetArtifact(artifactId) {
      const ranges = [lmdbKeys.manifestRange(artifactId), lmdbKeys.holderRange(artifactId)];
      await environment.write('forgetArtifact', (root) => {
        for (const key of ranges.flatMap((range) => [...root.getKeys(range)])) root.remove(key);
      });
    },
  };
}
