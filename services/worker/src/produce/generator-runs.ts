import { isPlayed, type Piece, pieceText } from '@understudy/artifact';
import type { RunManner } from '@understudy/generator';
import { Payments } from '../budget/payments.js';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { ReplicaKeeper } from '../replicate/replica-keeper.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { DueTimes, durationMsOf } from './due-times.js';
import { generateUnder } from './generate-under.js';
import type { Interests } from './interests.js';
import type { ManifestRecorder } from './manifest-recorder.js';
import type { ProductionContext } from './production-context.js';

/**
 * Beside a run that does not give way one that does gets 1 of 70 parts of a processor, and all that nobody else wants (sched(7)): so it may take
 * long to its first bytes, and is not stalled.
 */
const givingWay: RunManner = { nice: 19, patience: 6 };

/** What the steps of a production work on beside its artifact. */
export interface ProductionParts {
  readonly interests: Interests;
  readonly replicas: ReplicaKeeper;
  readonly recorder: ManifestRecorder;
}

/** The generator's runs for one artifact: each is paid for, waits for its turn, and is told of. */
export class GeneratorRuns {
  readonly #artifact: StoredArtifact;
  readonly #context: ProductionContext;
  readonly #parts: ProductionParts;
  readonly #dueTimes: DueTimes;
  readonly #payments: Payments;

  constructor(artifact: StoredArtifact, context: ProductionContext, parts: ProductionParts) {
    this.#artifact = artifact;
    this.#context = context;
    this.#parts = parts;
    this.#dueTimes = new DueTimes(context.limits.leadMs);
    this.#payments = new Payments(artifact, { ...context, interests: parts.interests });
  }

  /**
   * Makes one piece, unless nobody can pay for it. `begin` is called when its turn has come, and says whether what is made is this worker's own:
   * whose replica this is tells of it, and has one already.
   */
  async make(
    piece: Piece,
    lease: GenerationLease | undefined,
    signal: AbortSignal,
    begin: () => boolean,
  ): Promise<void> {
    if (!(await this.#payments.pay(piece))) return;
    const { interests, replicas, recorder } = this.#parts;
    const { admission, generator, events, news, limits } = this.#context;
    const dueMs = this.#dueTimes.next(this.#artifact.storedBytes() > 0, performance.now());
    const asked = this.#payments.runOf(piece);
    const isWanted = () => interests.size > 0;
    const leave = await admission.enter(signal, { ...asked, dueMs, isWanted });
    // Not what nobody waits for just now: a response that moves to another connection comes back to it.
    const by = { generator, events, manner: asked.givesWay ? givingWay : {} };
    this.#payments.begin(piece);
    const isOwn = begin();
    if (isOwn) replicas.start();
    const isTold = isOwn && isPlayed(pieceText(piece));
    if (isTold) news.started(this.#artifact);
    const onSealed = (sealed: Piece) => {
      this.#dueTimes.made(durationMsOf(sealed, this.#artifact.plan), performance.now());
      recorder.flush(lease);
      replicas.lag.sealed();
    };
    try {
      await generateUnder(lease, by, this.#artifact, piece, interests, signal, onSealed);
    } catch (error) {
      if (isTold && !signal.aborted) news.failed(this.#artifact, error);
      throw error;
    } finally {
      leave();
    }
    await replicas.lag.settled(limits.replicaLagMs);
  }

  /** Nobody waits for more: what was paid for and not begun is given back. */
  settle(): void {
    const { handsOver, events } = this.#context;
    this.#dueTimes.reset();
    this.#payments.settle(handsOver()).catch((error: unknown) => events.refundFailed(error));
  }
}
