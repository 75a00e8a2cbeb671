import { artifactIdOf } from '@understudy/artifact';
import { faultPoint } from '@understudy/fault-points';
import type { Deletion, MetadataStore } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { Production } from '../produce/production.js';
import type { ArtifactStore } from '../store/artifact-store.js';

export interface DeletingParts {
  readonly selfId: string;
  readonly fingerprint: string;
  readonly productions: Map<bigint, Production>;
  readonly store: Pick<ArtifactStore, 'delete'>;
  readonly metadata: Pick<MetadataStore, 'dropHolder' | 'forgetArtifact'>;
  readonly events: WorkerEvents;
}

/**
 * Removes all that this worker has of deleted videos, of whatever fingerprint: what is being made or copied stops, its players
 * and followers are cut, then the directories go. Can be repeated: a crash in it is made good by the next start.
 */
export async function deleteCopies(
  parts: DeletingParts,
  deletions: readonly Pick<Deletion, 'contentId' | 'digest'>[],
): Promise<void> {
  const { productions, store, events } = parts;
  const making = new Set<bigint>();
  await Promise.all(
    deletions.map(async ({ contentId }) => {
      const production = productions.get(contentId);
      if (production === undefined) return;
      if (production.busy) making.add(contentId);
      await production.delete();
      productions.delete(contentId);
    }),
  );
  faultPoint('delete.stopped');
  const removed = await store.delete(new Set(deletions.map(({ contentId }) => contentId)));
  faultPoint('delete.removed');
  for (const { contentId, digest } of deletions) {
    const artifactIds = removed
      .filter((each) => each.contentId === contentId)
      .map(({ artifactId }) => artifactId);
    const isMade = making.has(contentId);
    if (artifactIds.length === 0 && !isMade) continue;
    await forget(parts, new Set([...artifactIds, artifactIdOf(digest, parts.fingerprint)]), isMade);
    events.videoDeleted(contentId, artifactIds.length);
  }
}

/**
 * Drops what the metadata store says of this worker. What was being made here has a manifest that this worker wrote, a moment
 * ago; an older one may be of the same description described again. Only hints: the store may be away.
 */
async function forget(
  { metadata, selfId }: DeletingParts,
  artifactIds: ReadonlySet<string>,
  isMade: boolean,
) {
  for (const artifactId of artifactIds) {
    await metadata.dropHolder(artifactId, selfId).catch(() => undefined);
    if (isMade) await metadata.forgetArtifact(artifactId).catch(() => undefined);
  }
}
