import { faultPoint } from '@understudy/fault-points';
import type { Deletion, MetadataStore } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { Production } from '../produce/production.js';
import type { ArtifactStore } from '../store/artifact-store.js';
import { contentIdsOf } from '../store/content-form.js';

export interface DeletingParts {
  readonly selfId: string;
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
  deletions: readonly Pick<Deletion, 'contentId'>[],
): Promise<void> {
  const { productions, store, events } = parts;
  /** Artifact IDs of what was being made, by content ID. */
  const making = new Map<bigint, string>();
  const contentIds = deletions.flatMap(({ contentId }) => contentIdsOf(contentId));
  await Promise.all(
    contentIds.map(async (contentId) => {
      const production = productions.get(contentId);
      if (production === undefined) return;
      if (production.busy) making.set(contentId, production.artifact.artifactId);
      await production.delete();
      productions.delete(contentId);
    }),
  );
  faultPoint('delete.stopped');
  const removed = await store.delete(new Set(contentIds));
  faultPoint('delete.removed');
  for (const contentId of contentIds) {
    const artifactIds = removed
      .filter((each) => each.contentId === contentId)
      .map(({ artifactId }) => artifactId);
    const made = making.get(contentId);
    if (artifactIds.length === 0 && made === undefined) continue;
    await forget(parts, new Set([...artifactIds, ...(made === undefined ? [] : [made])]), made !== undefined);
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
