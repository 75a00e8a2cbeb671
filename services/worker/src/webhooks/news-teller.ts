import { type ErrorCode, isUnderstudyError } from '@understudy/errors';
import {
  contentIdOfKey,
  type MetadataStore,
  renditionNumberOf,
  type TellOptions,
  type VideoNews,
} from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

interface Options {
  readonly metadata: Pick<MetadataStore, 'tell'>;
  /** How much may wait for the metadata store here, and how many messages of one hook there. */
  readonly limit: number;
  /** How long a failure is kept back: another worker may get further. */
  readonly failedAfterMs: number;
  readonly events: WorkerEvents;
}

interface Waiting {
  readonly contentId: bigint;
  readonly news: VideoNews;
}

/** What no other try of this worker would change. Of what is only full or away nobody is told. */
const finalCodes: readonly ErrorCode[] = [
  'clip_refused',
  'generator_failed',
  'generator_stalled',
  'generator_unavailable',
];

/**
 * Tells those who want to hear of it what becomes of a video. Nothing waits for that: what the metadata store does not take is told
 * when it is there again. A rendition is a part of its video, of which nothing is told.
 */
export class NewsTeller {
  readonly #options: Options;
  readonly #started = new WeakSet<StoredArtifact>();
  readonly #waiting: Waiting[] = [];
  #telling: Promise<void> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Its first piece is about to be made, or it goes on after a break. */
  started(artifact: StoredArtifact): void {
    if (this.#started.has(artifact)) return;
    this.#started.add(artifact);
    this.#add(artifact, { type: 'started', artifactId: artifact.artifactId, atMs: Date.now() });
  }

  /** Every piece is here. */
  complete(artifact: StoredArtifact): void {
    this.#add(artifact, completeNews(artifact));
  }

  /** It could not be made here. */
  failed(artifact: StoredArtifact, error: unknown): void {
    if (!isUnderstudyError(error) || !finalCodes.includes(error.code)) return;
    const knownPieces = artifact.pieces.filter((piece) => artifact.manifestEntry(piece) !== undefined).length;
    const { artifactId } = artifact;
    this.#add(artifact, { type: 'failed', artifactId, code: error.code, knownPieces, atMs: Date.now() });
  }

  /** Tells of a copy that an earlier process may have completed without a word. */
  confirm(artifact: StoredArtifact): void {
    if (artifact.isComplete()) this.#add(artifact, completeNews(artifact));
  }

  /** Tells what waits; for a time at which the store is there. */
  retry(): void {
    this.#telling ??= this.#tellAll().finally(() => {
      this.#telling = undefined;
    });
  }

  /** Tries once more what waits. */
  async close(): Promise<void> {
    this.retry();
    await this.#telling;
  }

  #add(artifact: StoredArtifact, news: VideoNews): void {
    if (!isVideo(artifact)) return;
    if (this.#waiting.length >= this.#options.limit) {
      const oldest = this.#waiting.shift();
      if (oldest !== undefined) this.#options.events.newsDropped(oldest.contentId, oldest.news.type);
    }
    this.#waiting.push({ contentId: artifact.contentId, news });
    this.retry();
  }

  async #tellAll(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      try {
        await this.#tell(next);
      } catch (error) {
        // The store tells of its absence itself.
        if (isUnderstudyError(error, 'metadata_unavailable')) return;
        this.#options.events.newsFailed(next.contentId, next.news.type, error);
      }
      // What is first now may be another, where the first was dropped.
      if (this.#waiting[0] === next) this.#waiting.shift();
    }
  }

  async #tell({ contentId, news }: Waiting): Promise<void> {
    const { metadata, limit, failedAfterMs, events } = this.#options;
    const options: TellOptions = { limit, ...(news.type === 'failed' && { delayMs: failedAfterMs }) };
    const { dropped } = await metadata.tell(contentId, news, options);
    for (const { hook, key } of dropped) events.messageDropped(hook, contentIdOfKey(key));
  }
}

function isVideo({ contentId }: StoredArtifact): boolean {
  return renditionNumberOf(contentId) === 0;
}

function completeNews({ artifactId }: StoredArtifact): VideoNews {
  return { type: 'complete', artifactId, atMs: Date.now() };
}
