import { join } from 'node:path';
import {
  type ByteMap,
  createByteMap,
  type Piece,
  picturePieces,
  progressivePieces,
  type SealedPiece,
} from '@understudy/artifact';
import { countSheets, planSegments, type Rendered, type SegmentPlan } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import {
  descriptionFile,
  partPath,
  removeArtifactDirectory,
  type SealedFile,
  sealedPath,
} from './artifact-directory.js';
import { ArtifactHome } from './artifact-home.js';
import { Changes } from './changes.js';
import type { Damage, FoundBy } from './damage.js';
import { HeldPieces } from './held-pieces.js';
import { type Leftover, Leftovers } from './leftovers.js';
import { begunState, foundState, type PieceState } from './piece-state.js';
import { PieceWriter } from './piece-writer.js';
import type { ReadCache } from './read-cache.js';
import type { ReleaseGuard } from './release-guard.js';
import { Usage } from './usage.js';
import { through, type WriteGate } from './write-gate.js';

export interface ArtifactFacts {
  readonly contentId: bigint;
  readonly artifactId: string;
  readonly directory: string;
  readonly description: Rendered;
  /** The canonical text of the video's description, also where this is a rendition of it. */
  readonly canonical: string;
  readonly gate: WriteGate;
  readonly readCache: ReadCache;
}

/** One artifact on this worker's disk: which pieces it has, which it knows of, and who waits for more. */
export class StoredArtifact extends HeldPieces {
  readonly contentId: bigint;
  readonly artifactId: string;
  readonly directory: string;
  readonly description: Rendered;
  readonly canonical: string;
  readonly plan: SegmentPlan;
  byteMap: ByteMap;
  readonly usage: Usage;
  readonly gate: WriteGate;
  readonly readCache: ReadCache;
  readonly home: ArtifactHome;
  /** Told when a piece was dropped: somebody may be reading it. */
  onDropped: ((piece: Piece) => void) | undefined;
  /** Told when a sealed piece was set aside. */
  onDamaged: ((piece: Piece, damage: Damage, foundBy: FoundBy) => void) | undefined;
  readonly leftovers: Leftovers;
  /** What of it may be shown, where its generator cannot make the same bytes again. */
  guard: ReleaseGuard | undefined;
  /** What sealed pieces are, here or elsewhere. */
  readonly #manifest = new Map<Piece, SealedPiece>();
  readonly #changes = new Changes();
  #edition = 0;
  #clearing: Promise<void> | undefined;
  #removed = false;

  constructor(facts: ArtifactFacts, sealed: readonly SealedFile[] = [], left: readonly Leftover[] = []) {
    const plan = planSegments(facts.description);
    super(progressivePieces(plan.segmentCount), picturePieces(countSheets(facts.description)));
    this.plan = plan;
    this.contentId = facts.contentId;
    this.artifactId = facts.artifactId;
    this.directory = facts.directory;
    this.description = facts.description;
    this.canonical = facts.canonical;
    this.gate = facts.gate;
    this.readCache = facts.readCache;
    this.home = new ArtifactHome(facts.directory, facts.canonical);
    this.usage = new Usage(join(facts.directory, descriptionFile));
    this.byteMap = this.#mapBytes();
    for (const { piece, length, sha256, path } of sealed) {
      this.states.set(piece, foundState({ piece, length, sha256 }, path));
      this.#manifest.set(piece, { piece, length, sha256 });
    }
    this.leftovers = new Leftovers(left);
    // The name of a damaged file is still its line of the manifest.
    for (const { piece, sealedAs } of left)
      if (sealedAs !== undefined && !this.#manifest.has(piece))
        this.#manifest.set(piece, { piece, ...sealedAs });
    if (sealed.length + left.length > 0) this.home.found();
  }

  /** All bytes that it takes on disk: its pieces, and what is left of others. */
  diskBytes(): number {
    return this.storedBytes() + this.leftovers.bytes();
  }

  /** What `piece` is once sealed, if it is known: sealed here, or told by a peer or the metadata store. */
  manifestEntry(piece: Piece): SealedPiece | undefined {
    return this.#manifest.get(piece);
  }

  /**
   * Notes what a piece is that another worker says it sealed.
   * @throws UnderstudyError `digest_mismatch` where it contradicts what is known already.
   */
  learn(entry: SealedPiece): void {
    const known = this.#manifest.get(entry.piece);
    if (known === undefined) {
      this.#manifest.set(entry.piece, entry);
      this.notify();
    } else if (known.sha256 !== entry.sha256 || known.length !== entry.length) {
      throw new UnderstudyError(
        'digest_mismatch',
        `piece ${entry.piece} of ${this.artifactId} is ${entry.sha256}, was ${known.sha256}`,
      );
    }
  }

  /**
   * Rises when a piece turns out to be another than it was known to be. Whoever read before may have read bytes that do not count,
   * and its positions may lie elsewhere now: it must not go on.
   */
  get edition(): number {
    return this.#edition;
  }

  /**
   * Takes what the cluster has accepted for a piece, whatever was known of it here. A sealed copy that differs is dropped.
   * Returns whether something else was known.
   */
  async accept(entry: SealedPiece): Promise<boolean> {
    const known = this.#manifest.get(entry.piece);
    const isSame = known?.sha256 === entry.sha256 && known.length === entry.length;
    if (isSame) return false;
    this.#manifest.set(entry.piece, entry);
    if (known !== undefined) await this.#replace(entry.piece);
    else this.notify();
    return known !== undefined;
  }

  /** Forgets a sealed piece and what it was: nobody has accepted it. */
  async disown(piece: Piece): Promise<void> {
    this.#manifest.delete(piece);
    await this.#replace(piece);
  }

  async #replace(piece: Piece): Promise<void> {
    this.#edition += 1;
    this.byteMap = this.#mapBytes();
    this.notify();
    const state = this.states.get(piece);
    if (state?.sha256 !== undefined) await this.drop(state);
  }

  #mapBytes(): ByteMap {
    return createByteMap(this.plan.segmentCount, (piece) => this.#manifest.get(piece)?.length);
  }

  /** Resolves at the next change of any piece; rejects with the reason when `signal` aborts. Check, then wait: no change in between is missed. */
  waitForChange(signal: AbortSignal): Promise<void> {
    return this.#changes.next(signal);
  }

  /** Wakes who waits. */
  notify(): void {
    this.#changes.happened();
  }

  /**
   * Opens a piece for appending: a new one, or behind what a broken feed left. One writer at a time.
   * @throws UnderstudyError `storage_full`
   */
  async openWriter(piece: Piece): Promise<PieceWriter> {
    await this.gate.admit();
    await this.makeDirectory();
    await this.leftovers.settled(piece);
    let state = this.states.get(piece);
    if (state === undefined) {
      if (this.states.size === 0) this.usage.noteStored(Date.now());
      this.leftovers.forget(piece);
      const path = partPath(this.directory, piece);
      const file = await through(this.gate, () => this.home.openPart(path));
      state = begunState(piece, file, path);
      this.states.set(piece, state);
    }
    return new PieceWriter(this, state);
  }

  /**
   * Resolves when files can be put into its directory, which is gone where its copy was removed.
   * @throws UnderstudyError `gone` for one that was removed for good; `storage_full`
   */
  async makeDirectory(): Promise<void> {
    await this.#clearing;
    if (this.#removed) throw new UnderstudyError('gone', `${this.artifactId} was deleted`);
    await through(this.gate, () => this.home.make());
  }

  /** Makes its directory ahead of the first writer, who is told of what fails. */
  prepare(): void {
    if (!this.#removed && this.#clearing === undefined) this.home.make().catch(() => undefined);
  }

  /**
   * Takes a piece whose whole file was put under its final name, and compared with `entry`. Does nothing when it came by another way
   * meanwhile, or is just being written: then that is what it becomes.
   */
  adopt(entry: SealedPiece): void {
    const { piece, length, sha256 } = entry;
    if (this.states.has(piece)) return;
    this.states.set(piece, foundState(entry, sealedPath(this.directory, piece, length, sha256)));
    this.#manifest.set(piece, entry);
    void this.leftovers.giveUp(piece);
    this.notify();
  }

  /** Called by the writer when the piece is whole under its final name. `underRight`: it was made here or came from the archive, and is no copy of another worker's. */
  noteSealed(state: PieceState, sha256: string, path: string, underRight: boolean): void {
    state.sha256 = sha256;
    state.path = path;
    const mayKeep = underRight && this.readCache.takes(state.length);
    const bytes = mayKeep ? state.growing?.recent.whole(state.length) : undefined;
    state.growing = undefined;
    state.verified = true;
    // Its players are behind it by a moment.
    if (bytes !== undefined) this.readCache.keep(state, bytes);
    this.#manifest.set(state.piece, { piece: state.piece, length: state.length, sha256 });
    this.notify();
  }

  /** Forgets a piece whose bytes are wrong, here and on disk. Readers that took some of them are told by `dropped`. */
  async drop(state: PieceState): Promise<void> {
    if (state.dropped) return;
    state.dropped = true;
    if (this.states.get(state.piece) === state) this.states.delete(state.piece);
    this.guard?.forget(state.piece);
    this.readCache.forget(state);
    const file = state.growing?.file;
    state.growing = undefined;
    this.notify();
    // A disk that fails may refuse this too: nobody reads the file here any more, and the next start judges it again.
    const gone = this.leftovers.discard(state);
    await file?.close().catch(() => undefined);
    await gone.catch(() => undefined);
    this.onDropped?.(state.piece);
  }

  /** Takes a sealed piece out of use whose file is not what it was. What it was stays known, and the file for its repair. */
  async setAside(state: PieceState, damage: Damage, foundBy: FoundBy): Promise<void> {
    if (state.dropped) return;
    state.dropped = true;
    if (this.states.get(state.piece) === state) this.states.delete(state.piece);
    this.guard?.forget(state.piece);
    this.readCache.forget(state);
    const kept = this.leftovers.keep(state);
    this.notify();
    await kept;
    this.onDropped?.(state.piece);
    this.onDamaged?.(state.piece, damage, foundBy);
  }

  /** Drops every piece that is begun but not sealed. */
  async dropUnsealed(): Promise<void> {
    for (const state of [...this.states.values()]) if (state.sha256 === undefined) await this.drop(state);
  }

  /** Forgets all that is here, and what it was. Whoever read it must not go on. */
  async beginAnew(): Promise<void> {
    this.#edition += 1;
    for (const { piece } of this.sealedPieces()) await this.disown(piece);
    await this.dropUnsealed();
    this.notify();
  }

  /**
   * Removes all that is here of it, for an artifact that nobody reads or writes. What its pieces are stays known, and it can be
   * begun again at once.
   */
  clear(): Promise<void> {
    this.#clearing ??= this.#clear().finally(() => {
      this.#clearing = undefined;
    });
    return this.#clearing;
  }

  /** The same for good: nothing is written to it any more. */
  async remove(): Promise<void> {
    this.#removed = true;
    await this.clear();
  }

  async #clear(): Promise<void> {
    const states = [...this.states.values()];
    this.states.clear();
    this.leftovers.clear();
    for (const state of states) {
      state.dropped = true;
      this.readCache.forget(state);
      await state.growing?.file.close().catch(() => undefined);
      state.growing = undefined;
    }
    this.notify();
    await this.home.leave();
    await removeArtifactDirectory(this.directory);
  }

  /** Closes the files of pieces that were being written; they stay as torn tails. */
  async close(): Promise<void> {
    for (const state of this.states.values()) {
      const file = state.growing?.file;
      if (file === undefined) continue;
      this.states.delete(state.piece);
      state.dropped = true;
      await file.close();
    }
    await this.home.leave();
    this.notify();
  }
}
