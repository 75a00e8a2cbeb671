import type { Piece } from '@understudy/artifact';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { Want } from '@understudy/peer-protocol';
import type { ArchivedCopy } from '../archive/archived-copy.js';
import { fetchPieces } from '../archive/fetch-pieces.js';
import type { GenerationLease } from '../lease/generation-lease.js';
import { ReplicaKeeper } from '../replicate/replica-keeper.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { generatePiece } from './generate-piece.js';
import { type Interest, Interests } from './interests.js';
import { ManifestRecorder } from './manifest-recorder.js';
import { atBeginning, obtainSource, type Source } from './obtain-source.js';
import { pickNextPiece } from './pick-next-piece.js';
import type { ProductionContext } from './production-context.js';

/** Why a piece of work was ended without its being a failure. */
const nobodyWants = new Error('nobody wants it any more');
const wantsChanged = new Error('what is wanted has changed');

/**
 * Sees to it that what is wanted of one artifact comes into the local store, from another worker or from the generator, and
 * that a replica follows what is generated. One per artifact, so a thousand players cause one piece of work.
 *
 *     idle ──want──▶ running: pick the next piece ▶ obtain its source ▶ follow, fetch or generate ─┐
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
  #running = false;
  #generating = false;
  #closed = false;
  /** The worker that asked us to be the replica of what it makes. */
  #replicaOf: string | undefined;
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
    this.replicas = new ReplicaKeeper(artifact, context, () => this.#generating);
    this.recorder = new ManifestRecorder(artifact, context);
    artifact.onDropped = () => this.#start();
  }

  /**
   * Whether more is made here, or is about to be. Not while it only comes from another worker: two that follow each other
   * would wait for good.
   */
  get producing(): boolean {
    return this.#running && this.#followedWants === undefined;
  }

  get generating(): boolean {
    return this.#generating;
  }

  /** Whether somebody reads or waits for it, here or at the other end of a feed, or something is being done for it. */
  get busy(): boolean {
    return this.#running || this.interests.size > 0 || this.replicas.followers > 0;
  }

  /**
   * Wants something until the interest is released. What failed a moment ago fails at once.
   * @throws UnderstudyError the failure
   */
  want(want: Want): Interest {
    const { failureMemoryMs } = this.#context.limits;
    if (this.#failure !== undefined && performance.now() - this.#failure.atMs < failureMemoryMs)
      throw this.#failure.error;
    return this.interests.add(want);
  }

  /**
   * Becomes the replica of what the worker at `url` makes. Returns false where this worker generates it itself.
   */
  replicate(url: string): boolean {
    if (this.#generating || this.#closed) return false;
    this.#replicaOf = url;
    this.#start();
    return true;
  }

  /** Ends all work; what is made so far stays. */
  async close(): Promise<void> {
    this.stop();
    await this.#lease?.release();
  }

  /** The same, with the lease left to run out. */
  stop(): void {
    this.#closed = true;
    clearTimeout(this.#lingerTimer);
    this.interests.failAll(new UnderstudyError('draining', `${this.artifact.artifactId}: the worker stops`));
    this.#work?.abort(nobodyWants);
    this.replicas.close();
  }

  #onInterests(): void {
    if (this.interests.size > 0) {
      clearTimeout(this.#lingerTimer);
      this.#lingerTimer = undefined;
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
    this.#running = true;
    void this.#run();
  }

  #next(): Piece | undefined {
    return pickNextPiece(this.interests.wants, this.artifact.plan.segmentCount, (piece) =>
      this.artifact.isSealed(piece),
    );
  }

  async #run(): Promise<void> {
    let idleRounds = 0;
    const exhausted = new Set<string>();
    while (!this.#closed) {
      const next = this.#next();
      if (next === undefined && this.#replicaOf === undefined) break;
      const bytesBefore = this.artifact.storedBytes();
      try {
        await this.#advance(next, exhausted);
      } catch (error) {
        if (!(await this.#survives(error))) break;
      }
      idleRounds = this.artifact.storedBytes() > bytesBefore ? 0 : idleRounds + 1;
      if (idleRounds > this.#context.limits.idleRounds) {
        this.#fail(
          new UnderstudyError(
            'timed_out',
            `${this.artifact.artifactId}: no progress in ${idleRounds} rounds`,
            { retryAfterSeconds: 5 },
          ),
        );
        break;
      }
      if (idleRounds > 1) await pause(idleRounds * this.#context.limits.idleRoundMs);
    }
    await this.#settle();
  }

  /** One step: follow a feed to its end, fetch what is wanted from the archive, or generate one piece. */
  async #advance(next: Piece | undefined, exhausted: Set<string>): Promise<void> {
    const work = new AbortController();
    this.#work = work;
    try {
      const source: Source = await this.#source(next, exhausted, work.signal);
      if (source.kind === 'follow') await this.#follow(source.url, exhausted, work.signal);
      else if (source.kind === 'archive') await this.#fetch(next, source.copy, source.lease, work.signal);
      else if (next !== undefined) await this.#generate(next, source.lease, work.signal);
    } catch (error) {
      // Whatever an aborted step threw, what it was aborted for is what counts.
      throw work.signal.aborted ? work.signal.reason : error;
    } finally {
      this.#work = undefined;
    }
  }

  async #source(next: Piece | undefined, exhausted: Set<string>, signal: AbortSignal): Promise<Source> {
    if (this.#replicaOf !== undefined) {
      if (await this.#context.isAlive(this.#replicaOf)) return { kind: 'follow', url: this.#replicaOf };
      // It fell silent, and what is wanted here has changed meanwhile.
      this.#replicaOf = undefined;
    }
    const lease = this.#lease;
    if (lease !== undefined && !lease.signal.aborted) {
      const copy =
        this.#fromArchive &&
        (await this.#context.archive?.find(this.artifact, Promise.resolve(atBeginning(next)), signal));
      return copy ? { kind: 'archive', copy, lease } : { kind: 'generate', lease };
    }
    return obtainSource(this.#context, this.artifact, next, exhausted, signal);
  }

  async #follow(url: string, exhausted: Set<string>, signal: AbortSignal): Promise<void> {
    const { events, contentSource, limits } = this.#context;
    const asReplica = this.#replicaOf === url;
    let readers = 0;
    this.#followedWants = this.interests.wants;
    events.followStarted(this.artifact, url, asReplica);
    try {
      const { complete } = await this.#context.follow(
        {
          url,
          contentId: this.artifact.contentId,
          wants: this.#followedWants,
          artifactOf: (description) => contentSource.artifactOf(this.artifact.contentId, description),
          local: this.artifact,
          onReaders: (count) => {
            readers = count;
          },
        },
        signal,
      );
      this.#replicaOf = undefined;
      events.followEnded(this.artifact, url, complete);
      if (complete) this.recorder.noteHolder();
      else exhausted.add(url);
    } catch (error) {
      if (error === wantsChanged) return;
      if (asReplica) this.#replicaOf = undefined;
      if (signal.aborted) throw error;
      events.followBroke(this.artifact, url, readers, error);
      // The players of the worker that is gone are about to come here: begin before they ask.
      if (asReplica && readers > 0) this.interests.addFor(limits.takeOverGraceMs, { from: 0 });
      if (!isUnderstudyError(error, 'peer_unreachable')) throw error;
    } finally {
      this.#followedWants = undefined;
    }
  }

  /** Fetches what is wanted, and what lies behind it for as long as that is wanted next. A copy that fails is not tried again for a while. */
  async #fetch(
    next: Piece | undefined,
    copy: ArchivedCopy,
    lease: GenerationLease | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { archive, events, limits } = this.#context;
    this.#lease = lease;
    this.#fromArchive = true;
    this.#generating = true;
    if (next === undefined) return copy.discard();
    const bytesBefore = this.artifact.storedBytes();
    const fetchSignal = lease === undefined ? signal : AbortSignal.any([signal, lease.signal]);
    events.archiveFetch(this.artifact, next, lease?.token);
    try {
      const onPiece = () => this.replicas.start();
      await fetchPieces(
        this.artifact,
        copy,
        next,
        () => this.#next(),
        onPiece,
        limits.archiveStallMs,
        fetchSignal,
      );
      events.archiveFetched(this.artifact, this.artifact.storedBytes() - bytesBefore);
    } catch (error) {
      if (lease?.signal.aborted === true) throw lease.signal.reason;
      if (signal.aborted || !isUnderstudyError(error, 'archive_unavailable', 'digest_mismatch')) throw error;
      archive?.failed(this.artifact, error);
    } finally {
      this.recorder.flush(lease);
    }
  }

  async #generate(piece: Piece, lease: GenerationLease | undefined, signal: AbortSignal): Promise<void> {
    const { admission, generator, events } = this.#context;
    this.#lease = lease;
    const runSignal = lease === undefined ? signal : AbortSignal.any([signal, lease.signal]);
    const leave = await admission.enter(runSignal);
    this.#generating = true;
    this.replicas.start();
    const startedAtMs = performance.now();
    events.generationStarted(this.artifact, piece, lease?.token);
    try {
      await generatePiece(this.artifact, piece, generator, runSignal);
      events.pieceSealed(this.artifact, piece, performance.now() - startedAtMs);
      this.recorder.flush(lease);
    } catch (error) {
      throw lease?.signal.aborted === true ? lease.signal.reason : error;
    } finally {
      leave();
    }
  }

  /** What an error means for the work; whether to go on. */
  async #survives(error: unknown): Promise<boolean> {
    if (error === nobodyWants) return this.interests.size > 0;
    if (isUnderstudyError(error, 'lease_lost')) {
      this.#context.events.leaseLost(this.artifact);
      this.#lease = undefined;
      this.#generating = false;
      return true;
    }
    if (isUnderstudyError(error, 'splice_mismatch', 'digest_mismatch', 'peer_protocol')) {
      // Somebody's bytes are wrong, and nothing tells whose: what is not sealed is made again.
      this.#context.events.mismatch(this.artifact, error);
      await this.artifact.dropUnsealed();
      return true;
    }
    this.#fail(error);
    return false;
  }

  #fail(error: unknown): void {
    this.#failure = { error, atMs: performance.now() };
    this.#context.events.productionFailed(this.artifact, error);
    this.interests.failAll(error);
  }

  async #settle(): Promise<void> {
    const lease = this.#lease;
    const generated = this.#generating;
    this.#lease = undefined;
    this.#fromArchive = false;
    this.#generating = false;
    this.#running = false;
    clearTimeout(this.#lingerTimer);
    this.#lingerTimer = undefined;
    // Wakes the feeds: they end when nobody goes on here.
    this.artifact.notify();
    if (generated && this.artifact.isComplete()) this.recorder.noteHolder();
    if (this.artifact.isComplete()) this.#context.onComplete();
    await lease?.release();
    // Somebody may have come while the last step ended.
    this.#start();
  }
}

/** Whether a feed that was begun with `asked` brings all that is wanted now. */
function isCovered(wanted: readonly Want[], asked: readonly Want[]): boolean {
  return wanted.every((want) =>
    asked.some((other) =>
      'from' in other
        ? 'from' in want
          ? want.from >= other.from
          : want.piece === 'init'
        : 'piece' in want && want.piece === other.piece,
    ),
  );
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
