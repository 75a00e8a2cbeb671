import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { type Deletion, type MetadataStore, videoIdOf } from '@understudy/metadata-store';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { type DeletingParts, deleteCopies } from './delete-copies.js';
import { DeletionCursor } from './deletion-cursor.js';
import { DeletionLog } from './deletion-log.js';
import { KnownDeletions, remembered } from './known-deletions.js';

export interface DeletionsOptions extends DeletingParts {
  readonly dataDir: string;
  readonly pollIntervalMs: number;
  readonly metadata: Pick<
    MetadataStore,
    'readDeletions' | 'onDeletionHint' | 'readDescription' | 'dropHolder' | 'forgetArtifact'
  >;
  /** Nothing is on disk: what was deleted before needs not be read. */
  readonly empty: boolean;
}

/** What this worker knows of deleted videos, and that it does what they demand. */
export class VideoDeletions {
  readonly #options: DeletionsOptions;
  readonly #known = new KnownDeletions();
  readonly #log: DeletionLog;

  constructor(options: DeletionsOptions) {
    this.#options = options;
    this.#log = new DeletionLog({
      store: options.metadata,
      cursor: new DeletionCursor(options.dataDir),
      pollIntervalMs: options.pollIntervalMs,
      beginAt: options.empty ? 'end' : 'start',
      apply: (deletions) => this.#apply(deletions),
      recall: { most: remembered, with: (deletions) => this.#remember(deletions) },
      onFailed: options.events.deletionsFailed,
    });
  }

  /** Whether all that was deleted while this worker was away is removed here. */
  get caughtUp(): boolean {
    return this.#log.isCaughtUp;
  }

  /** The content ID that was given last, of all that are known to be deleted. */
  get lastGiven(): bigint | undefined {
    return this.#known.lastGiven;
  }

  /** `onCaughtUp` is called once, as soon as that is so. */
  start(onCaughtUp: () => void): void {
    void this.#log.caughtUp.then(onCaughtUp);
    this.#log.start();
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  /** A rendition is deleted with its video. */
  has(contentId: bigint): boolean {
    return this.#known.has(videoIdOf(contentId));
  }

  /** @throws UnderstudyError `gone` for a video that is known to be deleted */
  refuse(contentId: bigint): void {
    if (this.has(contentId)) throw new UnderstudyError('gone', `${contentId} was deleted`);
  }

  /**
   * Removes what another worker brought about, if that had missed the deletion, and this one remembers it no more. Without the
   * metadata store the other is believed. Never rejects.
   */
  async confirm({ contentId }: StoredArtifact): Promise<void> {
    const { metadata, events } = this.#options;
    try {
      await metadata.readDescription(videoIdOf(contentId));
    } catch (error) {
      if (!isUnderstudyError(error, 'gone')) return;
      await this.#apply([{ contentId: videoIdOf(contentId) }]).catch(events.deletionsFailed);
    }
  }

  #remember(deletions: readonly Pick<Deletion, 'contentId'>[]): void {
    for (const { contentId } of deletions) this.#known.add(contentId);
  }

  #apply(deletions: readonly Pick<Deletion, 'contentId'>[]): Promise<void> {
    this.#remember(deletions);
    return deleteCopies(this.#options, deletions);
  }
}
