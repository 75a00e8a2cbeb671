import { type Archive, type ArchiveManifest, within } from '@understudy/archive';
import { pieceText, type SealedPiece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { ManifestEntry, MetadataStore } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { ArchiveSearch } from './archive-search.js';
import { ArchivedCopy, type CopyManifest } from './archived-copy.js';
import type { Circuit } from './circuit.js';
import { Remembered } from './remembered.js';

export interface ArchiveReaderOptions {
  readonly archive: Archive;
  readonly metadata: Pick<MetadataStore, 'readManifest'>;
  readonly events: WorkerEvents;
  /** Until the archive's first answer. */
  readonly timeoutMs: number;
  readonly circuit: Circuit;
}

/** Manifests that are remembered, and for how long: a download asks again for each place that a player seeks. */
const rememberedCopies = 1_000;
const rememberCopyMs = 60_000;
/** What the archive does not have is asked for again soon: another worker may be uploading it. */
const rememberNoneMs = 5_000;
/** A copy with wrong bytes does not get better by itself. */
const distrustMs = 600_000;

/** Why a copy is looked for: what the archive said a moment ago, or what the cluster knows of it. */
export interface Clue {
  readonly known: ArchiveManifest | undefined;
  readonly accepted: readonly ManifestEntry[];
}

/** Finds copies in the archive for players that wait: within a deadline, and never by an error. */
export class ArchiveReader {
  readonly #options: ArchiveReaderOptions;
  readonly #circuit: Circuit;
  readonly #remembered = new Remembered<ArchiveManifest | 'none'>(rememberedCopies);

  constructor(options: ArchiveReaderOptions) {
    this.#options = options;
    this.#circuit = options.circuit;
  }

  /**
   * The archived copy of an artifact, if there is one that can be believed: use it, or discard it. Once `download` resolves with true the
   * bytes are asked for from the first one on. Whoever uses it tells whether it `succeeded` or `failed`.
   * @throws only the signal's reason
   */
  async find(
    artifact: StoredArtifact,
    download: Promise<boolean>,
    signal: AbortSignal,
  ): Promise<ArchivedCopy | undefined> {
    const clue = await this.expects(artifact);
    return clue && this.look(artifact, clue, download, signal);
  }

  /** What says that there may be a copy, for `look`. What nothing was ever sealed of is not looked for. */
  async expects({ artifactId }: StoredArtifact): Promise<Clue | undefined> {
    const known = this.#remembered.get(artifactId);
    if (known === 'none') return undefined;
    const accepted = known === undefined ? await this.#accepted(artifactId) : [];
    if (accepted?.length === 0 && known === undefined) return undefined;
    return this.#circuit.admit() ? { known, accepted: accepted ?? [] } : undefined;
  }

  /** The second half of `find`. */
  async look(
    artifact: StoredArtifact,
    { known, accepted }: Clue,
    download: Promise<boolean>,
    signal: AbortSignal,
  ): Promise<ArchivedCopy | undefined> {
    const { archive, timeoutMs } = this.#options;
    const copy = new ArchivedCopy(archive, artifact.artifactId, timeoutMs);
    let searching = true;
    const begun = download.then((begin) => begin && searching && copy.begins());
    // Whoever reads it is told of its failure.
    begun.catch(() => undefined);
    const leave = () => copy.discard();
    signal.addEventListener('abort', leave, { once: true });
    try {
      const isBegun = await Promise.race([download, Promise.resolve(false)]);
      const pieces = allOf(artifact, accepted);
      let manifest: CopyManifest | undefined = known;
      // Each piece is compared with what was accepted, whatever the archive's own manifest says of it: a request less.
      if (manifest === undefined && isBegun && pieces !== undefined)
        manifest = (await this.#isThere(artifact, begun))
          ? { pieces, poster: undefined, isAccepted: true }
          : undefined;
      else manifest ??= await this.#fetchManifest(artifact, accepted, signal);
      if (manifest !== undefined) {
        copy.manifest = manifest;
        return copy;
      }
    } catch (error) {
      signal.throwIfAborted();
      this.failed(artifact, error);
    } finally {
      searching = false;
      signal.removeEventListener('abort', leave);
    }
    copy.discard();
    return undefined;
  }

  /** Whether the download that was begun has bytes. */
  async #isThere({ artifactId }: StoredArtifact, begun: Promise<boolean>): Promise<boolean> {
    const isThere = await begun;
    this.#circuit.succeeded();
    if (!isThere) this.#remembered.set(artifactId, 'none', rememberNoneMs);
    return isThere;
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

  /** As `find`, beside another search. */
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

/** Every piece of the progressive MP4 as it was accepted; undefined unless all were. */
function allOf(
  artifact: StoredArtifact,
  accepted: readonly ManifestEntry[],
): readonly SealedPiece[] | undefined {
  const entries = new Map(accepted.map((entry) => [entry.piece, entry]));
  const pieces = artifact.pieces.flatMap((piece): SealedPiece[] => {
    const entry = entries.get(pieceText(piece));
    return entry === undefined ? [] : [{ piece, length: entry.length, sha256: entry.sha256 }];
  });
  return pieces.length === artifact.pieces.length ? pieces : undefined;
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
