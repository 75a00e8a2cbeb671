import { type Piece, pieceText } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { MetadataStore } from '@understudy/metadata-store';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ProductionContext } from './production-context.js';

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

/**
 * Writes what was sealed into the metadata store, in the background: generating never waits for it. What could not be
 * written because the store was away is written by a later flush. Of two digests for one piece the first stays, and a copy
 * that differs from it is dropped here.
 */
export class ManifestRecorder {
  readonly #artifact: StoredArtifact;
  readonly #context: ProductionContext;
  readonly #recorded = new Set<Piece>();
  #holderNoted = true;
  /** What the store was told last of the copy here. */
  #notedPieces = 0;
  #flushing: Promise<void> | undefined;
  #again = false;

  constructor(artifact: StoredArtifact, context: ProductionContext) {
    this.#artifact = artifact;
    this.#context = context;
  }

  /** Whether something is still to be written. */
  get pending(): boolean {
    return (
      !this.#holderNoted ||
      (this.#began && this.#artifact.sealedPieces().some(({ piece }) => !this.#recorded.has(piece)))
    );
  }
  #began = false;
  #fence: { leaseKey: string; token: number } | undefined;

  /** Writes every sealed piece that is not written yet; with the lease's token while there is one. */
  flush(lease?: GenerationLease): void {
    this.#began = true;
    if (lease !== undefined) this.#fence = { leaseKey: lease.key, token: lease.token };
    this.#write();
  }

  /** Notes what this worker has of the artifact, unless nothing came since the last time. */
  noteHolder(): void {
    const pieces = this.#artifact.sealedPieces().length;
    if (pieces === this.#notedPieces) return;
    this.#notedPieces = pieces;
    this.#holderNoted = false;
    this.#write();
  }

  /** Tries again what is pending. */
  retry(): void {
    if (this.pending) this.#write();
  }

  #write(): void {
    this.#again = true;
    this.#flushing ??= this.#writeAll().finally(() => {
      this.#flushing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    const { metadata, events, selfId } = this.#context;
    try {
      while (this.#again) {
        this.#again = false;
        if (this.#began) await this.#writePieces();
        if (!this.#holderNoted) {
          this.#holderNoted = true;
          await recordCopy(metadata, selfId, this.#artifact).catch((error: unknown) => {
            this.#holderNoted = false;
            throw error;
          });
        }
      }
    } catch (error) {
      if (!isUnderstudyError(error, 'metadata_unavailable')) events.mismatch(this.#artifact, error);
    }
  }

  async #writePieces(): Promise<void> {
    for (const { piece, length, sha256 } of this.#artifact.sealedPieces()) {
      if (this.#recorded.has(piece)) continue;
      const entry = { piece: pieceText(piece), length, sha256 };
      const result = await this.#context.metadata.recordSegment(
        this.#artifact.artifactId,
        entry,
        this.#fence,
      );
      if (result.outcome === 'stale') {
        // Another worker has the lease now, and writes what it makes.
        this.#began = false;
        return;
      }
      this.#recorded.add(piece);
      if (result.outcome === 'conflict') {
        this.#context.events.conflict(this.#artifact, piece);
        const state = this.#artifact.state(piece);
        if (state !== undefined) await this.#artifact.drop(state);
      }
    }
  }
}
