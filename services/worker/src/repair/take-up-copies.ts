import { type MetadataStore, videoIdOf } from '@understudy/metadata-store';
import type { ArtifactStore } from '../store/artifact-store.js';

/**
 * Finds out from the metadata store what copies are that this worker does not serve: one that its own generator made has a description that
 * was damaged or lost, and is taken up again. Others stay as they are.
 */
export async function takeUpCopies(
  store: Pick<ArtifactStore, 'foreign' | 'takeUp'>,
  metadata: Pick<MetadataStore, 'readDescription'>,
  signal: AbortSignal,
): Promise<void> {
  for (const copy of [...store.foreign.values()]) {
    if (signal.aborted) return;
    try {
      const canonical = await metadata.readDescription(videoIdOf(copy.contentId));
      if (canonical !== undefined) store.takeUp(copy, canonical);
    } catch {
      // With the store away it is taken up when a player or another worker asks for it. What was deleted goes by itself, and what today's
      // rules refuse is of another generator's time.
    }
  }
}
