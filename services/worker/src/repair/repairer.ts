import { type Piece, parsePiece, pieceText, repairFile, type SealedPiece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { Member, MetadataStore } from '@understudy/metadata-store';
import type { PeerClient } from '@understudy/peer-protocol';
import type { WorkerEvents } from '../events.js';
import { repairPath, sealedPath } from '../store/artifact-directory.js';
import { damageOf } from '../store/damage.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { verifyPiece } from '../store/verify-piece.js';
import { requestDelta } from './request-delta.js';

/** What nobody could help with is not asked for again for this long: it is followed or generated meanwhile. */
const retryMs = 3_000;

export interface RepairerOptions {
  readonly client: PeerClient;
  readonly metadata: Pick<MetadataStore, 'readManifest'>;
  /** Who may have a good copy, the likeliest first. */
  readonly peersOf: (artifact: StoredArtifact) => Promise<readonly Member[]>;
  readonly headTimeoutMs: number;
  readonly events: WorkerEvents;
}

/**
 * The rung of the ladder right below the local copy: a piece of which a damaged or half-written file is here is made whole with what
 * differs at another worker. What it must be is its line of the manifest: the damaged file's own name, or what the metadata store or another
 * worker told.
 */
export class Repairer {
  readonly #options: RepairerOptions;
  readonly #triedAtMs = new WeakMap<StoredArtifact, Map<Piece, number>>();

  constructor(options: RepairerOptions) {
    this.#options = options;
  }

  /**
   * Repairs a piece that is not here, if there is something to begin with and somebody to ask. Returns whether it is here now.
   * @throws the signal's reason; what writing throws
   */
  async repair(artifact: StoredArtifact, piece: Piece, signal: AbortSignal): Promise<boolean> {
    await artifact.leftovers.settled(piece);
    const base = artifact.leftovers.pathOf(piece);
    if (base === undefined || artifact.state(piece) !== undefined || this.#triedLately(artifact, piece))
      return false;
    const entry = artifact.manifestEntry(piece) ?? (await this.#acceptedEntry(artifact, piece));
    if (entry === undefined) return false;
    for (const peer of await this.#options.peersOf(artifact)) {
      signal.throwIfAborted();
      if (await this.#repairFrom(peer, artifact, entry, base, signal)) return true;
    }
    return false;
  }

  #triedLately(artifact: StoredArtifact, piece: Piece): boolean {
    const tried = this.#triedAtMs.get(artifact) ?? new Map<Piece, number>();
    this.#triedAtMs.set(artifact, tried);
    const lately = performance.now() - (tried.get(piece) ?? Number.NEGATIVE_INFINITY) < retryMs;
    if (!lately) tried.set(piece, performance.now());
    return lately;
  }

  /** What the cluster has accepted for a piece whose beginning is here under no name. */
  async #acceptedEntry(artifact: StoredArtifact, piece: Piece): Promise<SealedPiece | undefined> {
    const manifest = await this.#options.metadata
      .readManifest(artifact.artifactId)
      .catch((error: unknown) => {
        if (isUnderstudyError(error, 'metadata_unavailable')) return [];
        throw error;
      });
    const entry = manifest.find((line) => parsePiece(line.piece) === piece);
    return entry === undefined ? undefined : { piece, length: entry.length, sha256: entry.sha256 };
  }

  async #repairFrom(
    peer: Member,
    artifact: StoredArtifact,
    entry: SealedPiece,
    base: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { client, headTimeoutMs, events } = this.#options;
    const { piece } = entry;
    const source = { client, url: peer.url, contentId: artifact.contentId, piece, headTimeoutMs };
    const repair = (basePath: string) =>
      repairFile({
        basePath,
        temporaryPath: repairPath(artifact.directory, piece),
        targetPath: sealedPath(artifact.directory, piece, entry.length, entry.sha256),
        expected: entry,
        requestDelta: (signature) => requestDelta(source, signature, signal),
      });
    try {
      const { outcome, wireBytes } = await repair(base).catch((error: unknown) => {
        if (damageOf(error) === undefined) throw error;
        // The disk does not give what is left: the whole comes from the other worker.
        return repair(`${base}.unreadable`);
      });
      await artifact.adopt(entry);
      const state = artifact.state(piece);
      if (state === undefined || !(await verifyPiece(artifact, state))) return false;
      events.repaired(artifact, piece, { from: peer.id, bytes: entry.length, wireBytes, outcome });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (!isUnderstudyError(error, 'peer_unreachable', 'peer_protocol', 'digest_mismatch')) throw error;
      events.repairFailed(artifact, pieceText(piece), peer.id, error);
      return false;
    }
  }
}
