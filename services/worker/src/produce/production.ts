import type { Piece } from '@understudy/artifact';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { ReplicationMeans } from '@understudy/metadata-store';
import type { Want } from '@understudy/peer-protocol';
import type { Span } from '@understudy/tracing';
import type { Move } from '../rebalance/move.js';
import { ReplicaKeeper } from '../replicate/replica-keeper.js';
import { guardArtifact } from '../replicate/watermark.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { dropWrong } from './drop-wrong.js';
import { IdleRounds, isMismatch } from './idle-rounds.js';
import { type Interest, Interests } from './interests.js';
import { isCovered } from './is-covered.js';
import { ManifestRecorder } from './manifest-recorder.js';
import type { ProductionContext } from './production-context.js';
import { ProductionSteps, wantsChanged } from './production-steps.js';
import { SpentSources } from './spent-sources.js';

/** Why a step was ended without its being a failure: nothing follows. */
const nobodyWants = new Error('nobody wants it any more');

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
  readonly #context: ProductionContext;
  readonly #steps: ProductionSteps;
  readonly #deleted = new AbortController();
  #running = false;
  /** Resolves when the last run has ended. */
  #finished: Promise<void> = Promise.resolve();
  #closed = false;
  /** Told once, and not for what an earlier process completed. */
  #toldComplete: boolean;
  #lingerTimer: NodeJS.Timeout | undefined;
  #failure: { readonly error: unknown; readonly atMs: number } | undefined;

  constructor(artifact: StoredArtifact, context: ProductionContext) {
    this.artifact = artifact;
    this.#toldComplete = artifact.isComplete();
    this.#context = context;
    this.interests = new Interests(() => this.#onInterests());
    this.replicas = new ReplicaKeeper(artifact, context, {
      isGenerating: () => this.#steps.generating,
      onLeft: () => void this.#dropBegun(),
    });
    this.recorder = new ManifestRecorder(artifact, context, () =>
      this.interests.addFor(context.limits.takeOverGraceMs, { from: 0 }),
    );
    this.#steps = new ProductionSteps(artifact, context, this);
    guardArtifact(artifact, context);
    artifact.onDropped = (piece) => {
      this.#steps.obtained.delete(piece);
      this.#start();
    };
  }

  /**
   * Whether more is made here, or is about to be. Not while it only comes from another worker, or is handed over to one: two that
   * follow each other would wait for good.
   */
  get producing(): boolean {
    if (!this.#running || this.#steps.followedWants !== undefined) return false;
    return this.#steps.generating || !this.#context.handsOver();
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
    return this.#steps.generating;
  }

  /** How pieces came here that another worker did not give whole. */
  get obtained(): ReadonlyMap<Piece, 'repaired' | 'generated'> {
    return this.#steps.obtained;
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
   * Wants something until the interest is released; for the response of `span`, where it is traced, and paid for by `client`. What failed a moment ago fails at once.
   * @throws UnderstudyError the failure; `storage_full` for what is not here while the disk takes nothing
   */
  want(want: Want, span?: Span, client?: string): Interest {
    this.#deleted.signal.throwIfAborted();
    const { disk } = this.#context;
    if (!disk.takes && !this.artifact.has(want)) throw disk.refuse();
    const failure = this.#recentFailure;
    if (failure !== undefined) throw failure;
    // What an earlier process left here may have been overruled since.
    if (this.artifact.sealedSegments() > 0) void this.recorder.learn();
    return this.interests.add(want, span, client);
  }

  /** A player begins with it: see `Usage`. */
  notePlay(client: string | undefined): void {
    this.artifact.usage.notePlay(Date.now(), client);
    if (this.#context.replication.followsUse) this.replicas.start();
  }

  /**
   * Becomes the replica of what the worker at `url` makes. Returns false where this worker generates it itself.
   */
  replicate(url: string, by: ReplicationMeans): boolean {
    if (this.#steps.generating || this.#closed) return false;
    this.#steps.replicate(url, by);
    this.#start();
    return true;
  }

  /**
   * Copies what the worker at `url` has; resolves when that has ended, well or not. Does nothing while something else is done
   * for it. What a player waits for meanwhile comes as quickly as it can.
   */
  async copyFrom(url: string, move: Move): Promise<void> {
    if (this.#running || this.#closed || !this.#context.disk.takes) return;
    this.#steps.beginMove(url, move);
    this.#start();
    await this.#finished;
  }

  /** Ends all work; what is made so far stays. Resolves when nothing is written any more. */
  async close(): Promise<void> {
    await this.stop();
    await this.#steps.lease?.release();
  }

  /** Ends all work and all responses for good. Resolves when nothing is written any more, neither here nor to the metadata store. */
  async delete(): Promise<void> {
    const gone = new UnderstudyError('gone', `${this.artifact.artifactId} was deleted`);
    this.#deleted.abort(gone);
    await this.stop(gone);
    await this.recorder.close();
  }

  /** As `close`, with the lease left to run out. */
  stop(
    reason = new UnderstudyError('draining', `${this.artifact.artifactId}: the worker stops`),
  ): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#lingerTimer);
    this.interests.failAll(reason);
    this.#steps.abort(nobodyWants);
    this.replicas.close();
    this.artifact.guard?.close();
    return this.#finished;
  }

  #onInterests(): void {
    if (this.interests.size > 0) {
      this.#lingerTimer = void clearTimeout(this.#lingerTimer);
      // A feed asks the other worker for what was wanted when it began.
      const { followedWants } = this.#steps;
      if (followedWants !== undefined && !isCovered(this.interests.wants, followedWants))
        this.#steps.abort(wantsChanged);
      this.#start();
    } else if (this.#running && this.#lingerTimer === undefined && this.#steps.worksForPlayers) {
      // A response that moves to another connection is away for a moment only.
      this.#lingerTimer = setTimeout(() => {
        // A replica stays one, but asks for nothing any more.
        this.#steps.abort(this.#steps.isReplica ? wantsChanged : nobodyWants);
      }, this.#context.limits.lingerMs);
    }
  }

  #start(): void {
    if (this.#running || this.#closed) return;
    if (!this.#steps.isReplica && this.#steps.next() === undefined) return;
    // A piece that was here turned out to be bad.
    if (!this.#context.disk.takes) {
      this.interests.failAll(this.#context.disk.refuse());
      return;
    }
    this.#running = true;
    this.#finished = this.#run();
  }

  async #run(): Promise<void> {
    const idle = new IdleRounds(this.#context.limits);
    const spent = new SpentSources();
    while (!this.#closed) {
      const next = this.#steps.next();
      if (next === undefined && !this.#steps.isReplica) break;
      const bytesBefore = this.artifact.storedBytes();
      try {
        await this.#steps.advance(next, spent);
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

  /** What an error means for the work; whether to go on. */
  async #survives(error: unknown): Promise<boolean> {
    if (error === wantsChanged) return true;
    if (error === nobodyWants) return this.interests.size > 0;
    if (isUnderstudyError(error, 'lease_lost')) {
      this.#context.events.leaseLost(this.artifact);
      await this.#steps.releaseLease();
      return true;
    }
    if (isMismatch(error)) {
      // Somebody's bytes are wrong. Of what is accepted it is known whose; what is not sealed is made again.
      this.#context.events.mismatch(this.artifact, error);
      this.#steps.copyInstead();
      await this.recorder.reconcile();
      await dropWrong(this.artifact, this.#context, this.recorder);
      // Another worker may have the right ones.
      await this.#steps.releaseLease();
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
    this.#steps.settle();
    this.#running = false;
    this.#lingerTimer = void clearTimeout(this.#lingerTimer);
    // Wakes the feeds: they end when nobody goes on here.
    const released = this.#steps.releaseLease();
    this.artifact.notify();
    this.recorder.noteHolder();
    this.#tellComplete();
    this.#context.onSettled(this.artifact);
    await released;
    // Somebody may have come while the last step ended.
    this.#start();
  }

  #tellComplete(): void {
    if (this.#toldComplete || !this.artifact.isComplete()) return;
    this.#toldComplete = true;
    this.#context.events.completed(this.artifact, this.artifact.storedBytes());
    this.#context.news.complete(this.artifact);
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
}
