import { artifactIdOf } from '@understudy/artifact';
import type { Deletion, MetadataStore } from '@understudy/metadata-store';

/** Three objects are removed, each in a fraction of a second. */
const removeTimeoutMs = 30_000;

export interface ArchiveDeletionParts {
  /** Removing what is not there is no error. */
  readonly archive: { remove(artifactId: string, signal: AbortSignal): Promise<void> };
  readonly metadata: Pick<MetadataStore, 'findDescription'>;
  /** Under which the video may be in the archive. */
  readonly fingerprints: () => readonly string[];
}

/**
 * Removes deleted videos from the archive. Every worker does so: one alone may be gone before it has. What is described again has
 * the same artifacts, and they stay.
 * @throws UnderstudyError `archive_unavailable`, `metadata_unavailable`: to be repeated
 */
export async function deleteFromArchive(
  { archive, metadata, fingerprints }: ArchiveDeletionParts,
  deletions: readonly Pick<Deletion, 'digest'>[],
  signal: AbortSignal,
): Promise<void> {
  for (const { digest } of deletions) {
    if ((await metadata.findDescription(digest)) !== undefined) continue;
    for (const fingerprint of new Set(fingerprints())) {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(removeTimeoutMs)]);
      await archive.remove(artifactIdOf(digest, fingerprint), deadline);
    }
  }
}
