import type { StoredArtifact } from '../store/stored-artifact.js';

/**
 * Tells the metadata store of all copies that are here, once after a start and again when the store has forgotten: a disk may have
 * come from elsewhere, and a store from a backup.
 */
export class CopyAnnouncer {
  readonly #copies: () => Iterable<StoredArtifact>;
  readonly #record: (artifact: StoredArtifact) => Promise<void>;
  readonly #told = new Set<string>();
  #epoch = 0;
  #complete = false;
  #running: Promise<void> | undefined;
  #closed = false;

  /** `record` rejects with `metadata_unavailable` while the store is away. */
  constructor(copies: () => Iterable<StoredArtifact>, record: (artifact: StoredArtifact) => Promise<void>) {
    this.#copies = copies;
    this.#record = record;
  }

  /** The membership is one of this epoch. Epochs only rise; a lower one is that of a store that was restored. */
  epochSeen(epoch: number): void {
    if (epoch < this.#epoch) {
      this.#told.clear();
      this.#complete = false;
    }
    this.#epoch = epoch;
    this.goOn();
  }

  /** Tells what was not told yet; for a time at which the store is there. Does not wait for it. */
  goOn(): void {
    if (this.#complete || this.#closed) return;
    this.#running ??= this.#tell().finally(() => {
      this.#running = undefined;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #tell(): Promise<void> {
    try {
      for (const artifact of this.#copies()) {
        if (this.#closed) return;
        if (this.#told.has(artifact.artifactId) || artifact.sealedPieces().length === 0) continue;
        await this.#record(artifact);
        this.#told.add(artifact.artifactId);
      }
      this.#complete = true;
      this.#told.clear();
    } catch {
      // Holders are hints. The store is away, and tells so itself; the next announcement of this worker goes on.
    }
  }
}
