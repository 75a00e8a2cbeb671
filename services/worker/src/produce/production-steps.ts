import { type Piece, sheetOf } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { ReplicationMeans } from '@understudy/metadata-store';
import type { Want } from '@understudy/peer-protocol';
import type { ArchivedCopy } from '../archive/archived-copy.js';
import { fetchUnder } from '../archive/fetch-under.js';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { Move } from '../rebalance/move.js';
import { ParallelReplica } from '../replicate/parallel-replica.js';
import type { ReplicaKeeper } from '../replicate/replica-keeper.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { findSuccessor } from './find-successor.js';
import { followSource } from './follow-source.js';
import { GeneratorRuns, type ProductionParts } from './generator-runs.js';
import type { Interests } from './interests.js';
import type { ManifestRecorder } from './manifest-recorder.js';
import { type Again, atStart, type Follow, obtainSource, type Source } from './obtain-source.js';
import { pickNextPiece } from './pick-next-piece.js';
import type { ProductionContext } from './production-context.js';
import type { SpentSources } from './spent-sources.js';

/** Why a step was ended without its being a failure: the next begins at once. */
export const wantsChanged = new Error('what is wanted has changed');

/** The steps of a production, one at a time, and what lasts from one to the next: the lease, and whose replica this is. */
export class ProductionSteps {
  /** How pieces came here that another worker did not give whole. */
  readonly obtained = new Map<Piece, 'repaired' | 'generated'>();
  readonly #artifact: StoredArtifact;
  readonly #context: ProductionContext;
  readonly #interests: Interests;
  readonly #replicas: ReplicaKeeper;
  readonly #recorder: ManifestRecorder;
  #generating = false;
  /** The worker that asked us to be the replica of what it makes. */
  #replicaOf: string | undefined;
  /** Set while what is followed as a replica is not being made, but moved here. */
  #move: Move | undefined;
  /** Set where this is a replica that does not follow. */
  readonly #parallel: ParallelReplica;
  readonly #runs: GeneratorRuns;
  #lease: GenerationLease | undefined;
  /** Whether what is made under the lease comes from the archive. */
  #fromArchive = false;
  /** Whether the other workers were last asked before the lease was ours. */
  #early = false;
  /** Whether the lease was taken for a sheet of the storyboard: nobody was asked for anything else under it. */
  #forSheet = false;
  /** See `Need`. */
  #wasBeaten = false;
  /** Ends the feed or generator run that is going on. */
  #work: AbortController | undefined;
  #followedWants: readonly Want[] | undefined;

  constructor(artifact: StoredArtifact, context: ProductionContext, parts: ProductionParts) {
    this.#artifact = artifact;
    this.#context = context;
    this.#interests = parts.interests;
    this.#replicas = parts.replicas;
    this.#recorder = parts.recorder;
    this.#runs = new GeneratorRuns(artifact, context, parts);
    this.#parallel = new ParallelReplica(context, artifact, parts.interests);
  }

  get generating(): boolean {
    return this.#generating;
  }

  get isReplica(): boolean {
    return this.#replicaOf !== undefined;
  }

  get lease(): GenerationLease | undefined {
    return this.#lease;
  }

  /** What the feed that is followed now was asked for. */
  get followedWants(): readonly Want[] | undefined {
    return this.#followedWants;
  }

  get worksForPlayers(): boolean {
    return this.#replicaOf === undefined || (this.#followedWants?.length ?? 0) > 0;
  }

  /** From the next step on this is the replica of what the worker at `url` makes: by its bytes, or by generating them too. */
  replicate(url: string, by: ReplicationMeans): void {
    if (by === 'generate') {
      this.#parallel.begin(url);
      return;
    }
    this.#replicaOf = url;
    if (this.#move !== undefined) {
      // What is being made now does not come at the pace of moves.
      this.#move = undefined;
      this.abort(wantsChanged);
    }
  }

  /** The next step copies what the worker at `url` has. */
  beginMove(url: string, move: Move): void {
    this.#move = move;
    this.#replicaOf = url;
  }

  /** Bytes differ where they are generated twice: what is left comes from the worker that it is the replica of. */
  copyInstead(): void {
    const url = this.#parallel.of;
    this.#parallel.end();
    if (url !== undefined) this.#replicaOf = url;
  }

  /** Nothing is done any more for what was asked of this worker. */
  settle(): void {
    this.#move = undefined;
    this.#parallel.end();
    this.#runs.settle();
  }

  /** Ends the step that is going on with `reason`. */
  abort(reason: Error): void {
    this.#work?.abort(reason);
  }

  /** What is obtained next, if anything that is wanted is missing. */
  next(): Piece | undefined {
    return pickNextPiece(this.#interests.wants, this.#artifact.plan.segmentCount, (piece) =>
      this.#artifact.isSealed(piece),
    );
  }

  /** One step: repair one piece, follow a feed to its end, fetch what is wanted from the archive, or generate one piece. */
  async advance(next: Piece | undefined, spent: SpentSources): Promise<void> {
    const work = new AbortController();
    this.#work = work;
    try {
      if (next !== undefined && (await this.#repair(next, work.signal))) return;
      const source = await this.#source(next, spent, work.signal);
      if (source.kind === 'follow') await this.#follow(source, spent, work.signal);
      else if (source.kind !== 'again' && next !== undefined) await this.#make(next, source, work.signal);
    } catch (error) {
      // Whatever an aborted step threw, what it was aborted for is what counts.
      throw work.signal.aborted ? work.signal.reason : error;
    } finally {
      this.#work = undefined;
    }
  }

  async #repair(piece: Piece, signal: AbortSignal): Promise<boolean> {
    this.obtained.set(piece, 'repaired');
    if (await this.#context.repair(this.#artifact, piece, signal)) return true;
    this.obtained.delete(piece);
    return false;
  }

  async #source(next: Piece | undefined, spent: SpentSources, signal: AbortSignal): Promise<Source> {
    const url = this.#replicaOf;
    if (url !== undefined) {
      if (await this.#context.isAlive(url))
        return { kind: 'follow', url, storedOnly: this.#move !== undefined };
      // It fell silent, and what is wanted here has changed meanwhile.
      this.#replicaOf = undefined;
    }
    if (await this.#parallel.goesOn()) return { kind: 'generate', lease: undefined };
    // Nobody wants it: a lease would be taken for nothing.
    if (next === undefined || this.next() === undefined) return { kind: 'again' };
    const successor = await findSuccessor(this.#context, this.#artifact);
    if (successor !== undefined) {
      await this.releaseLease();
      // Wakes the feeds: those who follow what was made here end with it.
      this.#artifact.notify();
      return { kind: 'follow', url: successor.url, storedOnly: false };
    }
    const lease = this.#lease;
    const isSheet = sheetOf(next) !== undefined;
    if (this.#forSheet && !isSheet) await this.releaseLease();
    else if (lease !== undefined && !lease.signal.aborted) {
      const copy = this.#fromArchive && !isSheet && (await this.#findArchived(next, signal));
      if (copy) return { kind: 'archive', copy, lease, early: this.#early };
      if (!this.#early) return { kind: 'generate', lease };
      await this.releaseLease();
    }
    const need = { wants: this.#interests.wants, next, spent, wasBeaten: this.#wasBeaten };
    this.#wasBeaten = false;
    this.#forSheet = isSheet;
    const [source] = await Promise.all([
      obtainSource(this.#context, this.#artifact, need, signal),
      this.#recorder.learn(),
    ]);
    return source;
  }

  async #follow({ url, storedOnly }: Follow, spent: SpentSources, signal: AbortSignal): Promise<void> {
    const asReplica = this.#replicaOf === url;
    const bytesBefore = this.#artifact.storedBytes();
    this.#followedWants = this.#interests.wants;
    const move = asReplica ? this.#move : undefined;
    const feed = { url, asReplica, wants: this.#followedWants, storedOnly, move };
    const { ended, readers, error } = await followSource(this.#context, this.#artifact, feed, signal);
    this.#followedWants = undefined;
    // A replica stays one.
    if (ended === 'broken' && signal.reason === wantsChanged) return;
    if (asReplica || ended !== 'broken') this.#replicaOf = undefined;
    // Whom this worker hands over to may only have begun to.
    if (ended === 'partial' && !this.#context.handsOver()) spent.gaveAll(url);
    if (ended !== 'broken') return;
    if (signal.aborted || isUnderstudyError(error, 'storage_full')) throw error;
    // Neither wrong bytes nor none at all get better by asking the same worker again.
    if (!isUnderstudyError(error, 'peer_unreachable') || this.#artifact.storedBytes() <= bytesBefore)
      spent.failed(url);
    // The players of the worker that is gone are about to come here: begin before they ask.
    if (asReplica && readers > 0) this.#interests.addFor(this.#context.limits.takeOverGraceMs, { from: 0 });
    if (!isUnderstudyError(error, 'peer_unreachable')) throw error;
  }

  async #findArchived(next: Piece, signal: AbortSignal): Promise<ArchivedCopy | undefined> {
    const copy = await this.#context.archive?.find(this.#artifact, Promise.resolve(atStart(next)), signal);
    if (copy?.has(next)) return copy;
    copy?.discard();
    return undefined;
  }

  /** Under the lease, if there is one: fetches what is wanted from the archive, or generates one piece. */
  async #make(next: Piece, source: Exclude<Source, Follow | Again>, signal: AbortSignal): Promise<void> {
    const { lease } = source;
    this.#lease = lease;
    // A sheet made in between changes nothing of where the segments come from.
    if (this.#forSheet || sheetOf(next) === undefined) {
      // A poster is made also where the archive has the rest: that is looked for there all the same.
      this.#fromArchive = source.kind === 'archive' || next === 'poster';
      this.#early = source.kind === 'archive' && source.early;
    }
    // It was sealed once: whoever had nothing when it was asked before may have made it again since.
    const isKnown = source.kind === 'generate' && this.#artifact.manifestEntry(next) !== undefined;
    if (isKnown && this.#parallel.of === undefined) {
      this.obtained.delete(next);
      if (await this.#context.fetchKnown(this.#artifact, next, signal)) return;
    }
    const runSignal = lease === undefined ? signal : AbortSignal.any([signal, lease.signal]);
    if (source.kind === 'archive') await this.#fetch(next, source.copy, lease, runSignal);
    else await this.#generate(next, lease, runSignal);
  }

  async #fetch(
    first: Piece,
    copy: ArchivedCopy,
    lease: GenerationLease | undefined,
    runSignal: AbortSignal,
  ): Promise<void> {
    this.#generating = true;
    const target = { first, next: () => this.next(), onPiece: () => this.#replicas.start() };
    try {
      await fetchUnder(lease, this.#context, this.#artifact, copy, target, runSignal);
    } finally {
      this.#recorder.flush(lease);
    }
  }

  async #generate(piece: Piece, lease: GenerationLease | undefined, runSignal: AbortSignal): Promise<void> {
    await this.#runs.make(piece, lease, runSignal, () => {
      this.#generating = true;
      this.obtained.set(piece, 'generated');
      return this.#parallel.of === undefined;
    });
  }

  async releaseLease(): Promise<void> {
    const lease = this.#lease;
    this.#wasBeaten = this.#early && lease?.signal.aborted === true;
    this.#lease = undefined;
    this.#fromArchive = false;
    this.#forSheet = false;
    this.#generating = false;
    await lease?.release();
  }
}
