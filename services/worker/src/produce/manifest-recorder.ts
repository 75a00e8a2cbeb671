import { type Piece, pieceText } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ProductionContext } from './production-context.js';

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
  #flushing: Promise<void> | undefined;
  #again = false;
  #closed = false;

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

  /** Notes that this worker has the whole artifact. */
  noteHolder(): void {
    this.#holderNoted = false;
    this.#write();
  }

  /** Tries again what is pending. */
  retry(): void {
    if (this.pending) this.#write();
  }

  /** Writes nothing any more; resolves when what is being written is. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#flushing;
  }

  #write(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#flushing ??= this.#writeAll().finally(() => {
      this.#flushing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    const { metadata, events, selfId } = this.#context;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        if (this.#began) await this.#writePieces();
        if (!this.#holderNoted) {
          const holder = { worker: selfId, bytes: this.#artifact.storedBytes(), complete: true };
          await metadata.recordHolder(this.#artifact.artifactId, holder);
          this.#holderNoted = true;
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
