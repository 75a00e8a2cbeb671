import type { Generator } from '@understudy/generator';
import type { ArtifactStore } from '../store/artifact-store.js';

/** A copy that may go. */
export interface Victim {
  readonly contentId: bigint;
  readonly artifactId: string;
  readonly directory: string;
  readonly bytes: number;
  readonly complete: boolean;
  readonly lastUsedAtMs: number;
  /** Made by another generator than this worker's. */
  readonly isForeign: boolean;
  /** Whether this worker's generator could make it again, with the same bytes. */
  readonly regenerable: boolean;
}

/** Every copy on the disk, the one that was not used for longest first. Whether one is in use is found out when it is its turn. */
export function victimsIn(
  store: Pick<ArtifactStore, 'all' | 'foreign'>,
  { resumable }: Pick<Generator, 'resumable'>,
): Victim[] {
  const victims: Victim[] = [];
  for (const artifact of store.all()) {
    const bytes = artifact.diskBytes();
    if (bytes === 0) continue;
    const { contentId, artifactId, directory, usage } = artifact;
    victims.push({
      contentId,
      artifactId,
      directory,
      bytes,
      complete: artifact.isComplete(),
      lastUsedAtMs: usage.lastUsedAtMs,
      isForeign: false,
      regenerable: resumable === 'byte',
    });
  }
  for (const { contentId, artifactId, directory, bytes, lastUsedAtMs } of store.foreign.values()) {
    const facts = { contentId, artifactId, directory, bytes, lastUsedAtMs };
    victims.push({ ...facts, complete: false, isForeign: true, regenerable: false });
  }
  return victims.sort((a, b) => a.lastUsedAtMs - b.lastUsedAtMs);
}
