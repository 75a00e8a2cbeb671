import type { Piece } from '@understudy/artifact';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { Want } from '@understudy/peer-protocol';
import type { ArchivedCopy } from '../archive/archived-copy.js';
import { fetchUnder } from '../archive/fetch-under.js';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { Move } from '../rebalance/move.js';
import { ReplicaKeeper } from '../replicate/replica-keeper.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { followSource } from './follow-source.js';
import { generateUnder } from './generate-under.js';
import { IdleRounds, isMismatch } from './idle-rounds.js';
import { type Interest, Interests } from './interests.js';
import { isCovered } from './is-covered.js';
import { ManifestRecorder } from './manifest-recorder.js';
import { type Again, atStart, type Follow, obtainSource, type Source } from './obtain-source.js';
import { pickNextPiece } from './pick-next-piece.js';
import type { ProductionContext } from './production-context.js';
import { SpentSources } from './spent-sources.js';

/** Why a piece of work was ended without its being a failure. */
const nobodyWants = new Error('nobody wants it any more');
const wantsChanged = new Error('what is wanted has changed');

/**
 * Sees to it that what is wanted of one artifact comes into the local store, from another worker or from the generator, and
 * that a replica follows what is generated. One per artifact, so a thousand players cause one piece of work.
 *
 *     idle ──want──▶ running: pick the next piece ▶ repair it, or obtain its source ▶ follow, fetch or generate ─┐
 *      ▲                 ▲                                                                 │
 *      │                 └────────────────── until nothing wanted is missing ◀─────────────┘
 *      └── nothing is missing, nobody wants it any more, or it failed (every waiter is told)
 */
export class Production {
  readonly artifact: StoredArtifact;
  readonly interests: Interests;
  readonly replicas: ReplicaKeeper;
  readonly recorder: ManifestRecorder;
  /** How pieces came here that another worker did not give whole. */
  readonly obtained = new Map<Piece, 'repaired' | 'generated'>();
  readonly #context: ProductionContext;
  readonly #deleted = new AbortController();
  #running = false;
  /** Resolves when the last run has ended. */
  #finished: Promise<void> = Promise.resolve();
  #generating = false;
  #closed = false;
  /** The worker that asked us to be the replica of what it makes. */
  #replicaOf: string | undefined;
  /** Set while what is followed as a replica is not being made, but moved here. */
  #move: Move | undefined;
  #lease: GenerationLease | undefined;
  /** Whether what is made under the lease comes from the archive. */
  #fromArchive = false;
  /** Ends the feed or generator run that is going on. */
  #work: AbortController | undefined;
  #followedWants: readonly Want[] | undefined;
  #lingerTimer: NodeJS.Timeout | undefined;
  #failure: { readonly error: unknown; readonly atMs: number } | undefined;

  constructor(artifact: StoredArtifact, context: ProductionContext) {
    this.artifact = artifact;
    this.#context = context;
    this.interests = new Interests(() => this.#onInterests());
    this.replicas = new ReplicaKeeper(artifact, context, {
      isGenerating: () => this.#generating,
      onLeft: () => void this.#dropBegun(),
    });
    this.recorder = new ManifestRecorder(artifact, context, () =>
      this.interests.addFor(context.limits.takeOverGraceMs, { from: 0 }),
    );
    artifact.onDropped = (piece) => {
      this.obtained.delete(piece);
      this.#start();
    };
  }

  /**
   * Whether more is made here, or is about to be. Not while it only comes from another worker: two that follow each other
   * would wait for good.
   */
  get producing(): boolean {
    return this.#running && this.#followedWants === undefined;
  }

  /** Whether something is being done for it here. */
  get running(): boolean {
    return this.#running;
  }

  /** Whether the disk had no room for it a moment ago, though it may have some for others. */
  get lacksRoom(): boolean {
    return isUnderstudyError(this.#recentFailure, 'storage_full');
  }

  get generating(): boolean {
    return this.#generating;
  }

  /** Whether somebody reads or waits for it, here or at the other end of a feed, or something is being done for it. */
  get busy(): boolean {
    return this.#running || this.interests.size > 0 || this.replicas.followers > 0;
  }

  /** Aborts with `gone` when the video is deleted. */
  get deleted(): AbortSignal {
    return this.#deleted.signal;
  }

  /**
   * Wants something until the interest is released. What failed a moment ago fails at once.
   * @throws UnderstudyError the failure; `storage_full` for what is not here while the disk takes nothing
   */
  want(want: Want): Interest {
    this.#deleted.signal.throwIfAborted();
    const { disk } = this.#context;
    if (!disk.takes && !this.artifact.has(want)) throw disk.refuse();
    const failure = this.#recentFailure;
    if (failure !== undefined) throw failure;
    // What an earlier process left here may have been overruled since.
    if (this.artifact.sealedSegments() > 0) void this.recorder.learn();
    return this.interests.add(want);
  }

  /**
   * Becomes the replica of what the worker at `url` makes. Returns false where this worker generates it itself.
   */
  replicate(url: string): boolean {
    if (this.#generating || this.#closed) return false;
    this.#replicaOf = url;
    if (this.#move !== undefined) {
      // What is being made now does not come at the pace of moves.
      this.#move = undefined;
      this.#work?.abort(wantsChanged);
    }
    this.#start();
    return true;
  }

  /**
   * Copies what the worker at `url` has; resolves when that has ended, well or not. Does nothing while something else is done
   * for it. What a player waits for meanwhile comes as quickly as it can.
   */
  async copyFrom(url: string, move: Move): Promise<void> {
    if (this.#running || this.#closed || !this.#context.disk.takes) return;
    this.#move = move;
    this.#replicaOf = url;
    this.#start();
    await this.#finished;
  }

  /** Ends all work; what is made so far stays. */
  async close(): Promise<void> {
    this.stop();
    await this.#lease?.release();
  }

  /** Ends all work and all responses for good. Resolves when nothing is written any more, neither here nor to the metadata store. */
  async delete(): Promise<void> {
    const gone = new UnderstudyError('gone', `${this.artifact.artifactId} was deleted`);
    this.#deleted.abort(gone);
    this.stop(gone);
    await this.#finished;
    await this.recorder.close();
  }

  /** As `close`, with the lease left to run out. */
  stop(reason = new UnderstudyError('draining', `${this.artifact.artifactId}: the worker stops`)): void {
    this.#closed = true;
    clearTimeout(this.#lingerTimer);
    this.interests.failAll(reason);
    this.#work?.abort(nobodyWants);
    this.replicas.close();
  }

  #onInterests(): void {
    if (this.interests.size > 0) {
      this.#lingerTimer = void clearTimeout(this.#lingerTimer);
      // A feed asks the other worker for what was wanted when it began.
      if (this.#followedWants !== undefined && !isCovered(this.interests.wants, this.#followedWants))
        this.#work?.abort(wantsChanged);
      this.#start();
    } else if (this.#running && this.#lingerTimer === undefined && this.#worksForPlayers()) {
      // A response that moves to another connection is away for a moment only.
      this.#lingerTimer = setTimeout(() => {
        // A replica stays one, but asks for nothing any more.
        this.#work?.abort(this.#replicaOf === undefined ? nobodyWants : wantsChanged);
      }, this.#context.limits.lingerMs);
    }
  }

  #worksForPlayers(): boolean {
    return this.#replicaOf === undefined || (this.#followedWants?.length ?? 0) > 0;
  }

  #start(): void {
    if (this.#running || this.#closed) return;
    if (this.#replicaOf === undefined && this.#next() === undefined) return;
    // A piece that was here turned out to be bad.
    if (!this.#context.disk.takes) {
      this.interests.failAll(this.#context.disk.refuse());
      return;
    }
    this.#running = true;
    this.#finished = this.#run();
  }

  #next(): Piece | undefined {
    return pickNextPiece(this.interests.wants, this.artifact.plan.segmentCount, (piece) =>
      this.artifact.isSealed(piece),
    );
  }

  async #run(): Promise<void> {
    const idle = new IdleRounds(this.#context.limits);
    const spent = new SpentSources();
    while (!this.#closed) {
      const next = this.#next();
      if (next === undefined && this.#replicaOf === undefined) break;
      const bytesBefore = this.artifact.storedBytes();
      try {
        await this.#advance(next, spent);
        idle.note(this.artifact.storedBytes() > bytesBefore);
      } catch (error) {
        if (!(await this.#survives(error))) break;
        idle.note(this.artifact.storedBytes() > bytesBefore, error);
      }
      if (idle.tooMany) {
        const why = `${this.artifact.artifactId}: no progress in ${idle.count} rounds`;
        this.#fail(new UnderstudyError('timed_out', why, { retryAfterSeconds: 5 }));
        break;
      }
      await idle.pause();
    }
    await this.#settle();
  }

  /** One step: repair one piece, follow a feed to its end, fetch what is wanted from the archive, or generate one piece. */
  async #advance(next: Piece | undefined, spent: SpentSources): Promise<void> {
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
    if (await this.#context.repair(this.artifact, piece, signal)) return true;
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
    // Nobody wants it: a lease would be taken for nothing.
    if (next === undefined) return { kind: 'again' };
    const lease = this.#lease;
    if (lease !== undefined && !lease.signal.aborted) {
      const copy = this.#fromArchive && (await this.#findArchived(next, signal));
      return copy ? { kind: 'archive', copy, lease } : { kind: 'generate', lease };
    }
    const [source] = await Promise.all([
      obtainSource(this.#context, this.artifact, { wants: this.interests.wants, next, spent }, signal),
      this.recorder.learn(),
    ]);
    return source;
  }

  async #follow({ url, storedOnly }: Follow, spent: SpentSources, signal: AbortSignal): Promise<void> {
    const asReplica = this.#replicaOf === url;
    const bytesBefore = this.artifact.storedBytes();
    this.#followedWants = this.interests.wants;
    const move = asReplica ? this.#move : undefined;
    const feed = { url, asReplica, wants: this.#followedWants, storedOnly, move };
    const { ended, readers, error } = await followSource(this.#context, this.artifact, feed, signal);
    this.#followedWants = undefined;
    // A replica stays one.
    if (ended === 'broken' && signal.reason === wantsChanged) return;
    if (asReplica || ended !== 'broken') this.#replicaOf = undefined;
    if (ended === 'partial') spent.gaveAll(url);
    if (ended !== 'broken') return;
    if (signal.aborted || isUnderstudyError(error, 'storage_full')) throw error;
    // Neither wrong bytes nor none at all get better by asking the same worker again.
    if (!isUnderstudyError(error, 'peer_unreachable') || this.artifact.storedBytes() <= bytesBefore)
      spent.failed(url);
    // The players of the worker that is gone are about to come here: begin before they ask.
    if (asReplica && readers > 0) this.interests.addFor(this.#context.limits.takeOverGraceMs, { from: 0 });
    if (!isUnderstudyError(error, 'peer_unreachable')) throw error;
  }

  #findArchived(next: Piece, signal: AbortSignal): Promise<ArchivedCopy | undefined> | undefined {
    return this.#context.archive?.find(this.artifact, Promise.resolve(atStart(next)), signal);
  }

  /** Under the lease, if there is one: fetches what is wanted from the archive, or generates one piece. */
  async #make(next: Piece, source: Exclude<Source, Follow | Again>, signal: AbortSignal): Promise<void> {
    const { lease } = source;
    this.#lease = lease;
    this.#fromArchive = source.kind === 'archive';
    // It was sealed once: whoever had nothing when it was asked before may have made it again since.
    if (source.kind === 'generate' && this.artifact.manifestEntry(next) !== undefined) {
      this.obtained.delete(next);
      if (await this.#context.fetchKnown(this.artifact, next, signal)) return;
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
    const target = { first, next: () => this.#next(), onPiece: () => this.replicas.start() };
    try {
      await fetchUnder(lease, this.#context, this.artifact, copy, target, runSignal);
    } finally {
      this.recorder.flush(lease);
    }
  }

  async #generate(piece: Piece, lease: GenerationLease | undefined, runSignal: AbortSignal): Promise<void> {
    const leave = await this.#context.admission.enter(runSignal);
    this.#generating = true;
    this.replicas.start();
    this.obtained.set(piece, 'generated');
    try {
      await generateUnder(lease, this.#context, this.artifact, piece, runSignal);
      this.recorder.flush(lease);
      this.replicas.lag.sealed();
    } finally {
      leave();
    }
    await this.replicas.lag.settled(this.#context.limits.replicaLagMs);
  }

  /** What an error means for the work; whether to go on. */
  async #survives(error: unknown): Promise<boolean> {
    if (error === nobodyWants) return this.interests.size > 0;
    if (isUnderstudyError(error, 'lease_lost')) {
      this.#context.events.leaseLost(this.artifact);
      await this.#releaseLease();
      return true;
    }
    if (isMismatch(error)) {
      // Somebody's bytes are wrong. Of what is accepted it is known whose; what is not sealed is made again.
      this.#context.events.mismatch(this.artifact, error);
      await this.recorder.reconcile();
      await this.artifact.dropUnsealed();
      // Another worker may have the right ones.
      await this.#releaseLease();
      return true;
    }
    // What was begun takes room that others need, and after a failed write nobody knows what of it is on the disk.
    if (isUnderstudyError(error, 'storage_full')) await this.artifact.dropUnsealed();
    this.#fail(error);
    return false;
  }

  get #recentFailure(): unknown {
    if (this.#failure === undefined) return undefined;
    const isRecent = performance.now() - this.#failure.atMs < this.#context.limits.failureMemoryMs;
    return isRecent ? this.#failure.error : undefined;
  }

  #fail(error: unknown): void {
    this.#failure = { error, atMs: performance.now() };
    this.#context.events.productionFailed(this.artifact, error);
    this.interests.failAll(error);
  }

  async #settle(): Promise<void> {
    if (this.#isLeft) await this.artifact.dropUnsealed();
    this.#move = undefined;
    this.#running = false;
    this.#lingerTimer = void clearTimeout(this.#lingerTimer);
    // Wakes the feeds: they end when nobody goes on here.
    const released = this.#releaseLease();
    this.artifact.notify();
    this.recorder.noteHolder();
    this.#context.onSettled(this.artifact);
    await released;
    // Somebody may have come while the last step ended.
    this.#start();
  }

  get #isLeft(): boolean {
    return this.interests.size === 0 && this.replicas.followers === 0 && !this.#closed;
  }

  /** An unsealed beginning that nobody waits for would be an open file for as long as this process runs. */
  async #dropBegun(): Promise<void> {
    if (this.#running || !this.#isLeft) return;
    this.#running = true;
    await this.artifact.dropUnsealed();
    this.#running = false;
    this.#start();
  }

  async #releaseLease(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    this.#fromArchive = false;
    this.#generating = false;
    await lease?.release();
  }
}
