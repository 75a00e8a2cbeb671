import { type Archive, type ArchiveManifest, within } from '@understudy/archive';
import { pieceText, type SealedPiece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { ManifestEntry, MetadataStore } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { ArchiveSearch } from './archive-search.js';
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
   * The archived copy of an artifact, if there is one that can be believed: use it, or discard it. What nothing was ever sealed
   * of is not looked for. Once `download` resolves with true the bytes are asked for from the first one on, at the same time as
   * the manifest. Whoever uses it tells whether it `succeeded` or `failed`.
   * @throws only the signal's reason
   */
  async find(
    artifact: StoredArtifact,
    download: Promise<boolean>,
    signal: AbortSignal,
  ): Promise<ArchivedCopy | undefined> {
    const { artifactId } = artifact;
    const { archive, timeoutMs } = this.#options;
    const known = this.#remembered.get(artifactId);
    if (known === 'none') return undefined;
    const accepted = known === undefined ? await this.#accepted(artifactId) : [];
    if (accepted?.length === 0 && known === undefined) return undefined;
    if (!this.#circuit.admit()) return undefined;
    const copy = new ArchivedCopy(archive, artifactId, timeoutMs);
    let searching = true;
    void download.then((begin) => {
      // Whoever reads it is told of its failure.
      if (begin && searching) copy.open(0).catch(() => undefined);
    });
    try {
      const manifest = known ?? (await this.#fetchManifest(artifact, accepted ?? [], signal));
      if (manifest !== undefined) {
        copy.manifest = manifest;
        return copy;
      }
    } catch (error) {
      signal.throwIfAborted();
      this.failed(artifact, error);
    } finally {
      searching = false;
    }
    copy.discard();
    return undefined;
  }

  /** What the cluster knows of an artifact's pieces; undefined when it cannot be asked. */
  async #accepted(artifactId: string): Promise<ManifestEntry[] | undefined> {
    try {
      return await this.#options.metadata.readManifest(artifactId);
    } catch (error) {
      if (isUnderstudyError(error, 'metadata_unavailable')) return undefined;
      throw error;
    }
  }

  /** Fetches the manifest and compares it with what was accepted in the cluster. */
  async #fetchManifest(
    artifact: StoredArtifact,
    accepted: readonly ManifestEntry[],
    signal: AbortSignal,
  ): Promise<ArchiveManifest | undefined> {
    const { archive, timeoutMs } = this.#options;
    const manifest = await within(timeoutMs, signal, (deadline) =>
      archive.find(artifact.artifactId, deadline),
    );
    this.#circuit.succeeded();
    if (manifest === undefined) {
      this.#remembered.set(artifact.artifactId, 'none', rememberNoneMs);
      return undefined;
    }
    if (manifest.pieces.length !== artifact.pieces.length || contradicts(manifest, accepted)) {
      this.#options.events.archiveDamaged(artifact, 'its manifest is not the accepted one');
      this.distrust(artifact);
      return undefined;
    }
    this.#remembered.set(artifact.artifactId, manifest, rememberCopyMs);
    return manifest;
  }

  /** The same, beside another search. */
  search(artifact: StoredArtifact, signal: AbortSignal): ArchiveSearch {
    return new ArchiveSearch(this, artifact, signal);
  }

  /** A copy was read: the archive is there. */
  succeeded(): void {
    this.#circuit.succeeded();
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
