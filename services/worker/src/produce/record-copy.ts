import type { MetadataStore } from '@understudy/metadata-store';
import type { StoredArtifact } from '../store/stored-artifact.js';

/**
 * Tells the metadata store what this worker has of an artifact.
 * @throws UnderstudyError `metadata_unavailable`
 */
export function recordCopy(
  metadata: Pick<MetadataStore, 'recordHolder'>,
  selfId: string,
  artifact: StoredArtifact,
): Promise<void> {
  return metadata.recordHolder(artifact.artifactId, {
    worker: selfId,
    bytes: artifact.storedBytes(),
    complete: artifact.isComplete(),
  });
}
