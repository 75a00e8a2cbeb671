import { type Piece, parsePiece, pieceText, repairFile, type SealedPiece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { Member, MetadataStore } from '@understudy/metadata-store';
import type { PeerClient } from '@understudy/peer-protocol';
import type { WorkerEvents } from '../events.js';
import { repairPath, sealedPath } from '../store/artifact-directory.js';
import { damageOf } from '../store/damage.js';
import { syncDirectory } from '../store/durable.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { verifyPiece } from '../store/verify-piece.js';
import { requestDelta } from './request-delta.js';

export interface RepairerOptions {
  readonly client: PeerClient;
  readonly metadata: Pick<MetadataStore, 'readManifest'>;
  /** Who may have a good copy, the likeliest first. */
  readonly peersOf: (artifact: StoredArtifact) => Promise<readonly Member[]>;
  /** Whether the worker at a URL lives. Never rejects. */
  readonly isAlive: (url: string) => Promise<boolean>;
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
  readonly #running = new WeakMap<StoredArtifact, Map<Piece, Promise<boolean>>>();

  constructor(options: RepairerOptions) {
    this.#options = options;
  }

  /**
   * Repairs a piece that is not here, if there is something to begin with and somebody to ask. Returns whether it is here now. Whoever comes
   * while it is being repaired waits for that.
   * @throws UnderstudyError `storage_full`; the signal's reason
   */
  async repair(artifact: StoredArtifact, piece: Piece, signal: AbortSignal): Promise<boolean> {
    await artifact.leftovers.settled(piece);
    const running = this.#running.get(artifact) ?? new Map<Piece, Promise<boolean>>();
    this.#running.set(artifact, running);
    const other = running.get(piece);
    if (other !== undefined) return other.catch(() => false);
    if (!artifact.leftovers.awaitsRepair(piece)) return false;
    const repairing = this.fetch(artifact, piece, signal).finally(() => running.delete(piece));
    running.set(piece, repairing);
    const isHere = await repairing;
    if (!isHere) artifact.leftovers.noteHelpless(piece);
    return isHere;
  }

  /**
   * Gets a piece that is not here, and of which it is known what it is, from whoever has it sealed: with what differs from what is left of it here,
   * and that may be nothing. Returns whether it is here now.
   * @throws UnderstudyError `storage_full`; the signal's reason
   */
  async fetch(artifact: StoredArtifact, piece: Piece, signal: AbortSignal): Promise<boolean> {
    await artifact.leftovers.settled(piece);
    if (artifact.state(piece) !== undefined) return false;
    const entry = artifact.manifestEntry(piece) ?? (await this.#acceptedEntry(artifact, piece));
    if (entry === undefined) return false;
    await artifact.gate.admit();
    const base = artifact.leftovers.pathOf(piece) ?? `${repairPath(artifact.directory, piece)}.none`;
    for (const peer of await this.#options.peersOf(artifact)) {
      signal.throwIfAborted();
      artifact.gate.take(entry.length, artifact.diskBytes());
      // A stopped worker would be waited for, perhaps by a player.
      if (!(await this.#options.isAlive(peer.url))) continue;
      await artifact.makeDirectory();
      if (await this.#repairFrom(peer, artifact, entry, base, signal)) return true;
    }
    return false;
  }

  /**
   * Ends what an earlier process had begun of an artifact: makes it whole where somebody has the piece, and removes it where nobody
   * has. It is not generated: nobody may want it.
   * @throws UnderstudyError `storage_full`; the signal's reason
   */
  async endBegun(artifact: StoredArtifact, signal: AbortSignal): Promise<void> {
    for (const piece of artifact.leftovers.begun()) {
      const isWhole = await this.repair(artifact, piece, signal);
      // A production that wants it writes there from its beginning.
      if (!isWhole && artifact.state(piece) === undefined) await artifact.leftovers.giveUp(piece);
    }
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
        requestDelta: (signature) => behindDescription(artifact, requestDelta(source, signature, signal)),
      });
    try {
      const { strength, wireBytes } = await repair(base).catch((error: unknown) => {
        if (damageOf(error) === undefined) throw error;
        // The disk does not give what is left: the whole comes from the other worker.
        return repair(`${base}.none`);
      });
      await syncDirectory(artifact.directory);
      artifact.adopt(entry);
      const state = artifact.state(piece);
      if (state?.sha256 === undefined || !(await verifyPiece(artifact, state))) return false;
      events.repaired(artifact, piece, { from: peer.id, bytes: entry.length, wireBytes, strength });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      // Who may have it by the ring, or had it once, need not.
      if (isUnderstudyError(error, 'not_found')) return false;
      // That the disk does not take it is for whoever writes next to find.
      const isHelpless =
        isUnderstudyError(error, 'peer_unreachable', 'peer_protocol', 'digest_mismatch') ||
        damageOf(error) !== undefined;
      if (!isHelpless) throw artifact.gate.refusal(error);
      events.repairFailed(artifact, pieceText(piece), peer.id, error);
      return false;
    }
  }
}

/** A delta, held back until the description of its artifact is durable, which it is before the first piece is there. */
async function* behindDescription(
  { home }: StoredArtifact,
  delta: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const bytes of delta) {
    await home.durable();
    yield bytes;
  }
}
