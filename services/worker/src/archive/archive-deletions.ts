import { mkdir } from 'node:fs/promises';
import type { Archive } from '@understudy/archive';
import { artifactIdOf } from '@understudy/artifact';
import type { MetadataStore } from '@understudy/metadata-store';
import { DeletionCursor } from '../deletions/deletion-cursor.js';
import { DeletionLog } from '../deletions/deletion-log.js';

export interface ArchiveDeletionsOptions {
  readonly archive: Pick<Archive, 'remove'>;
  readonly metadata: Pick<MetadataStore, 'readDeletions' | 'onDeletionHint'>;
  /** Its place in the log is kept there. */
  readonly directory: string;
  readonly fingerprint: string;
  readonly pollIntervalMs: number;
  /** Nothing is on disk: what was deleted before is the others' affair. */
  readonly empty: boolean;
  readonly onRemoved: (artifactId: string) => void;
  readonly onFailed: (error: unknown) => void;
}

/**
 * Removes from the archive what was deleted. It has a place of its own in the log of deletions, so that an archive that is away
 * holds up nothing else. Every worker does so: removing what is not there is no error.
 */
export async function followArchiveDeletions(
  options: ArchiveDeletionsOptions,
): Promise<{ close(): Promise<void> }> {
  const { archive, metadata, directory, fingerprint, onRemoved } = options;
  await mkdir(directory, { recursive: true });
  const left = new AbortController();
  const log = new DeletionLog({
    store: metadata,
    cursor: new DeletionCursor(directory),
    pollIntervalMs: options.pollIntervalMs,
    beginAt: options.empty ? 'end' : 'start',
    async apply(deletions) {
      for (const { digest } of deletions) {
        const artifactId = artifactIdOf(digest, fingerprint);
        await archive.remove(artifactId, left.signal);
        onRemoved(artifactId);
      }
    },
    onFailed: options.onFailed,
  });
  log.start();
  return {
    async close() {
      left.abort(new Error('the worker stops'));
      await log.close();
    },
  };
}
