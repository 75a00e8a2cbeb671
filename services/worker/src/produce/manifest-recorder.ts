import { type Piece, parsePiece, pieceText, type SealedPiece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { ManifestEntry } from '@understudy/metadata-store';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ProductionContext } from './production-context.js';
import { recordCopy } from './record-copy.js';

/**
 * Keeps an artifact and its manifest in the metadata store equal, in the background: generating and playing never wait for
 * it. Of two digests for one piece the first one written stays; whoever comes second drops its copy and takes the accepted
 * entry, and the piece is obtained again. What could not be written because the store was away is written later.
 */
export class ManifestRecorder {
  readonly #artifact: StoredArtifact;
  readonly #context: ProductionContext;
  readonly #onReplaced: () => void;
  /** Pieces of which the store has our entry. */
  readonly #accepted = new Set<Piece>();
  /** Whose token goes with what is written. */
  #lease: GenerationLease | undefined;
  #learned = false;
  #wantsToLearn = false;
  #learning: Promise<void> | undefined;
  #piecesDue = false;
  #holderDue = false;
  /** How many pieces were here when that was noted last. */
  #notedPieces = 0;
  #writing: Promise<void> | undefined;
  #again = false;
  #closed = false;

  /** `onReplaced` is told when a copy of a piece was dropped for the accepted one, which is not here yet. */
  constructor(artifact: StoredArtifact, context: ProductionContext, onReplaced: () => void) {
    this.#artifact = artifact;
    this.#context = context;
    this.#onReplaced = onReplaced;
  }

  /** Whether something is still to be written or read. */
  get pending(): boolean {
    return (
      this.#holderDue ||
      (this.#piecesDue && this.#unwritten().length > 0) ||
      (this.#wantsToLearn && !this.#learned)
    );
  }

  /**
   * Learns what the cluster has accepted, once, so that what is here and what is made is compared with it. Takes no longer
   * than the store's deadline, and changes nothing when the store is away. Never rejects.
   */
  learn(): Promise<void> {
    this.#wantsToLearn = true;
    if (this.#learned) return Promise.resolve();
    return this.reconcile();
  }

  /** The same again: for when somebody's bytes contradict ours. */
  reconcile(): Promise<void> {
    this.#learning ??= this.#read()
      .catch((error: unknown) => this.#tell(error))
      .finally(() => {
        this.#learning = undefined;
      });
    return this.#learning;
  }

  /** Writes every sealed piece that is not written yet; with the lease's token while there is one. */
  flush(lease?: GenerationLease): void {
    this.#piecesDue = true;
    this.#lease = lease;
    this.#write();
  }

  /** Notes what this worker has of the artifact, once it is what the cluster has accepted, unless nothing came since. */
  noteHolder(): void {
    const pieces = this.#artifact.sealedPieces().length;
    if (pieces === this.#notedPieces) return;
    this.#notedPieces = pieces;
    this.#holderDue = true;
    this.#write();
  }

  /** Tries again what is pending. */
  retry(): void {
    if (this.#wantsToLearn) void this.learn();
    if (this.#holderDue || this.#piecesDue) this.#write();
  }

  /** Whether the cluster is known to have accepted what any piece is. */
  get hasAccepted(): boolean {
    return this.#accepted.size > 0;
  }

  /** What can only be made as a whole is accepted as a whole: before that, another run of it may replace it. */
  #unwritten(): SealedPiece[] {
    if (this.#context.generator.resumable === 'none' && !this.#artifact.isComplete()) return [];
    return this.#artifact.sealedPieces().filter(({ piece }) => !this.#accepted.has(piece));
  }

  /** Writes nothing any more; resolves when what is being written is. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    await this.#learning;
  }

  #write(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#writing ??= this.#writeAll()
      .catch((error: unknown) => this.#tell(error))
      .finally(() => {
        this.#writing = undefined;
      });
  }

  async #writeAll(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      if (this.#piecesDue) await this.#writePieces();
      if (this.#holderDue) await this.#writeHolder();
    }
  }

  async #writePieces(): Promise<void> {
    for (const { piece, length, sha256 } of this.#unwritten()) {
      const entry = { piece: pieceText(piece), length, sha256 };
      const { artifactId } = this.#artifact;
      const lease = this.#lease;
      const fence = lease && { leaseKey: lease.key, token: lease.token };
      const result = await this.#context.metadata.recordSegment(artifactId, entry, fence);
      if (result.outcome === 'accepted') this.#accepted.add(piece);
      else if (result.outcome === 'conflict') await this.#take(result.accepted);
      else {
        lease?.noteStale();
        return this.#onStale();
      }
    }
    this.#piecesDue = this.#unwritten().length > 0;
  }

  /** Another worker has the lease now, and what it makes counts. */
  async #onStale(): Promise<void> {
    this.#piecesDue = false;
    this.#lease = undefined;
    await this.#read();
    // Bytes that are the same whoever makes them stay; others are worth nothing without their entry.
    if (this.#context.generator.resumable === 'byte') return;
    for (const { piece } of this.#unwritten()) {
      await this.#artifact.disown(piece);
      this.#noteReplaced(piece);
    }
  }

  async #writeHolder(): Promise<void> {
    const { metadata, selfId } = this.#context;
    // What was followed may have been sealed by a worker that had lost its right to, and was recorded by whoever sealed it.
    if (this.#unwritten().length > 0) await this.#read();
    await this.#writePieces();
    // Once more without a fence that was stale.
    if (this.#unwritten().length > 0) await this.#writePieces();
    this.#holderDue = false;
    if (this.#artifact.sealedPieces().length === 0) return;
    try {
      await recordCopy(metadata, selfId, this.#artifact);
    } catch (error) {
      this.#holderDue = true;
      throw error;
    }
  }

  async #read(): Promise<void> {
    for (const entry of await this.#context.metadata.readManifest(this.#artifact.artifactId)) {
      await this.#take(entry);
    }
    this.#learned = true;
  }

  /** Takes an accepted entry. */
  async #take({ piece: text, length, sha256 }: ManifestEntry): Promise<void> {
    const piece = parsePiece(text);
    if (piece === undefined) return;
    const replaces = await this.#artifact.accept({ piece, length, sha256 });
    this.#accepted.add(piece);
    if (replaces) this.#noteReplaced(piece);
  }

  #noteReplaced(piece: Piece): void {
    this.#context.events.conflict(this.#artifact, piece);
    this.#onReplaced();
  }

  /** The store tells of its absence itself. */
  #tell(error: unknown): void {
    if (!isUnderstudyError(error, 'metadata_unavailable'))
      this.#context.events.recordingFailed(this.#artifact, error);
  }
}
