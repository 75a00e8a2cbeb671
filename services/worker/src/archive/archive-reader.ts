import { type Archive, type ArchiveManifest, within } from '@understudy/archive';
import { type Piece, pieceText, type SealedPiece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { ManifestEntry, MetadataStore } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { ArchivedCopy } from './archived-copy.js';
import { Circuit } from './circuit.js';
import { Remembered } from './remembered.js';

export interface ArchiveReaderOptions {
  readonly archive: Archive;
  readonly metadata: Pick<MetadataStore, 'readManifest'>;
  readonly events: WorkerEvents;
  /** Until the archive's first answer. */
  readonly timeoutMs: number;
  /** An archive that failed is not asked for this long. */
  readonly retryMs: number;
}

/** Manifests that are remembered, and for how long: a download asks again for each place that a player seeks. */
const rememberedCopies = 1_000;
const rememberCopyMs = 60_000;
/** What the archive does not have is asked for again soon: another worker may be uploading it. */
const rememberNoneMs = 5_000;
/** A copy with wrong bytes does not get better by itself. */
const distrustMs = 600_000;

/** Finds copies in the archive for players that wait: within a deadline, and never by an error. */
export class ArchiveReader {
  readonly #options: ArchiveReaderOptions;
  readonly #circuit: Circuit;
  readonly #remembered = new Remembered<ArchiveManifest | 'none'>(rememberedCopies);

  constructor(options: ArchiveReaderOptions) {
    this.#options = options;
    this.#circuit = new Circuit(options.retryMs);
  }

  /**
   * The archived copy of an artifact, if there is one that can be believed. With `next` at the beginning its bytes are asked for
   * at the same time: use the copy, or discard it.
   * @throws only the signal's reason
   */
  async find(
    artifact: StoredArtifact,
    next: Piece | undefined,
    signal: AbortSignal,
  ): Promise<ArchivedCopy | undefined> {
    const { artifactId } = artifact;
    const { archive, timeoutMs } = this.#options;
    const known = this.#remembered.get(artifactId);
    if (known === 'none' || !this.#circuit.admit()) return undefined;
    const copy = new ArchivedCopy(archive, artifactId, timeoutMs);
    if (next === 0 || next === 'init') copy.open(0);
    try {
      const manifest = known ?? (await this.#fetchManifest(artifact, signal));
      if (manifest !== undefined) {
        copy.manifest = manifest;
        return copy;
      }
      this.#remembered.set(artifactId, 'none', rememberNoneMs);
    } catch (error) {
      copy.discard();
      signal.throwIfAborted();
      this.failed(artifact, error);
      return undefined;
    }
    copy.discard();
    return undefined;
  }

  /** Fetches the manifest and compares it with what was accepted in the cluster; where that has all of it, its lengths are known at once. */
  async #fetchManifest(artifact: StoredArtifact, signal: AbortSignal): Promise<ArchiveManifest | undefined> {
    const { archive, metadata, timeoutMs } = this.#options;
    const [manifest, accepted] = await Promise.all([
      within(timeoutMs, signal, (deadline) => archive.find(artifact.artifactId, deadline)),
      metadata.readManifest(artifact.artifactId).catch((error: unknown): ManifestEntry[] => {
        if (isUnderstudyError(error, 'metadata_unavailable')) return [];
        throw error;
      }),
    ]);
    this.#circuit.succeeded();
    if (manifest === undefined) return undefined;
    if (manifest.pieces.length !== artifact.pieces.length || contradicts(manifest, accepted)) {
      this.#options.events.archiveDamaged(artifact, 'its manifest is not the accepted one');
      this.distrust(artifact);
      return undefined;
    }
    const acceptedPieces = new Set(accepted.map(({ piece }) => piece));
    if (manifest.pieces.every(({ piece }) => acceptedPieces.has(pieceText(piece))))
      for (const entry of manifest.pieces) artifact.learn(entry);
    this.#remembered.set(artifact.artifactId, manifest, rememberCopyMs);
    return manifest;
  }

  /** A copy could not be read: what is wrong with it, or with the archive, is remembered and told. */
  failed(artifact: StoredArtifact, error: unknown): void {
    if (isUnderstudyError(error, 'digest_mismatch')) {
      this.#options.events.archiveDamaged(artifact, error.message);
      this.distrust(artifact);
    } else {
      this.#circuit.failed();
      this.#options.events.archiveAway(artifact, error);
    }
  }

  /** Not read from the archive for a while. */
  distrust({ artifactId }: StoredArtifact): void {
    this.#remembered.set(artifactId, 'none', distrustMs);
  }

  forget(artifactId: string): void {
    this.#remembered.forget(artifactId);
  }
}

function contradicts({ pieces, poster }: ArchiveManifest, accepted: readonly ManifestEntry[]): boolean {
  const archived = new Map<string, SealedPiece>(
    [...pieces, ...(poster === undefined ? [] : [poster])].map((entry) => [pieceText(entry.piece), entry]),
  );
  return accepted.some(({ piece, length, sha256 }) => {
    const entry = archived.get(piece);
    return entry !== undefined && (entry.length !== length || entry.sha256 !== sha256);
  });
}
