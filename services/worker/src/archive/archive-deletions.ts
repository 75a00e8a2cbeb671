import { artifactIdsOf } from '@understudy/artifact';
import type { MetadataStore } from '@understudy/metadata-store';
import { DeletionCursor } from '../deletions/deletion-cursor.js';
import { DeletionLog } from '../deletions/deletion-log.js';
import type { WorkerEvents } from '../events.js';
import type { WorkerArchive } from './worker-archive.js';

export interface ArchiveDeletionsOptions {
  readonly dataDir: string;
  /** Of this worker's generator. */
  readonly fingerprint: string;
  /** How soon an archive that was away is tried again. */
  readonly retryMs: number;
  /** Nothing is on disk: this worker has put nothing into the archive, and others see to what was deleted before. */
  readonly empty: boolean;
  readonly archive: Pick<WorkerArchive, 'artifactsOf' | 'remove' | 'removeDescription'>;
  readonly metadata: Pick<MetadataStore, 'readDeletions' | 'onDeletionHint' | 'findDescription'>;
  readonly events: Pick<WorkerEvents, 'archiveRemoved' | 'archiveNotRemoved'>;
}

/**
 * Removes archived copies of deleted videos, and their descriptions. It follows the log of deletions by a cursor of its own: an archive that is away must
 * not keep what is here from being deleted, nor be forgotten. Every worker does it, because any of them may be away for good;
 * removing what is gone already is a few small requests.
 */
export class ArchiveDeletions {
  readonly #closing = new AbortController();
  readonly #log: DeletionLog;

  constructor({ dataDir, fingerprint, retryMs, empty, archive, metadata, events }: ArchiveDeletionsOptions) {
    this.#log = new DeletionLog({
      store: metadata,
      cursor: new DeletionCursor(dataDir, 'archive-deletions'),
      pollIntervalMs: retryMs,
      beginAt: empty ? 'end' : 'start',
      apply: async (deletions) => {
        for (const { contentId, digest } of deletions) {
          const { signal } = this.#closing;
          await archive.removeDescription(contentId, signal);
          // Described again it has the same artifacts: they are that video's now.
          if ((await metadata.findDescription(digest)) !== undefined) continue;
          // The marks name also what generators made that no worker runs any more; what is older than the marks has none.
          const marked = await archive.artifactsOf(digest, signal);
          for (const artifactId of new Set([...marked, ...artifactIdsOf(digest, fingerprint)]))
            await archive.remove(artifactId, digest, signal);
          // Whoever comes later finds no marks.
          if (marked.length > 0) events.archiveRemoved(contentId);
        }
      },
      onFailed: (error) => {
        if (!this.#closing.signal.aborted) events.archiveNotRemoved(error);
      },
    });
  }

  start(): void {
    this.#log.start();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the worker stops'));
    await this.#log.close();
  }
}
