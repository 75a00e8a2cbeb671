import type { Member } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { MembershipView } from '../membership/view.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { batchesOf, type LookOptions, lookAtCopies, worthAsking } from './look-at-copies.js';
import { moveReason } from './move-reason.js';
import { Offers } from './offers.js';
import type { OwnerClient } from './owner-client.js';
import { looksAtMs } from './settling.js';
import type { TargetStates } from './target-state.js';

/** The pause between two looks while something moves, and the longest when nothing comes of them. */
const shortestPauseMs = 250;
const longestPauseMs = 5_000;

export interface RebalancerOptions {
  readonly selfId: string;
  readonly view: () => MembershipView;
  readonly copies: () => Iterable<StoredArtifact>;
  readonly copyOf: (contentId: bigint) => StoredArtifact | undefined;
  /** Whether something is being done for it here: it is looked at afterwards. */
  readonly isRunning: (contentId: bigint) => boolean;
  readonly removeCopy: (contentId: bigint) => Promise<boolean>;
  /** Compares a copy here with its digests when there is time. */
  readonly suspect: (artifact: StoredArtifact) => void;
  readonly isReplicated: (artifact: StoredArtifact) => boolean;
  /** Whether a further copy here is asked for. */
  readonly staysHere: (artifact: StoredArtifact) => boolean;
  readonly owners: OwnerClient;
  readonly targets: TargetStates;
  readonly settleMs: number;
  /** All copies are looked at again after this time, whatever happened. */
  readonly recheckMs: number;
  readonly events: WorkerEvents;
}

/**
 * Sees to it that the copies here are where they belong, and only there.
 *
 *     membership changed, a copy came ──quiet for settleMs──▶ look at what is pending ──nothing left──▶ settled
 *                                                                ▲          │
 *                                                                └──pause───┘ something moves, refuses or is not there
 */
export class Rebalancer {
  readonly #options: RebalancerOptions;
  /** Copies that were not yet seen to be where they belong. */
  readonly #pending = new Set<bigint>();
  /**
   * Those of them that were here when the membership became what it is: while videos are made there are always others. What is being made or
   * copied here counts when that has ended, and not before: it has a replica of its own, or somebody else waits for it.
   */
  readonly #unsettled = new Set<bigint>();
  readonly #offers = new Offers();
  #changes: { firstAtMs: number; lastAtMs: number } | undefined;
  #all = false;
  #lookedAtAllMs = Number.NEGATIVE_INFINITY;
  #before: MembershipView | undefined;
  #timer: NodeJS.Timeout | undefined;
  #dueAtMs = Number.POSITIVE_INFINITY;
  #running: Promise<void> | undefined;
  #pauseMs = shortestPauseMs;
  #sums = { offered: 0, removed: 0, removedBytes: 0 };
  #startedAtMs: number | undefined;
  #hurries = false;
  #closed = false;

  constructor(options: RebalancerOptions) {
    this.#options = options;
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** The last epoch for which all copies that were here when it began were seen to be where they belong. */
  get settledEpoch(): number {
    return this.#before?.epoch ?? 0;
  }

  /** The membership is another one, or the replication policy: all copies are looked at again. */
  membershipChanged(): void {
    const nowMs = performance.now();
    this.#changes = { firstAtMs: this.#changes?.firstAtMs ?? nowMs, lastAtMs: nowMs };
    this.#all = true;
    this.#offers.forgetDeclined();
    this.#wakeAt(looksAtMs(this.#changes, this.#settleMs), true);
  }

  /** This worker is about to go: nothing is waited for any more before copies are looked at. */
  hurry(): void {
    this.#hurries = true;
    this.membershipChanged();
  }

  /** What is here of one artifact may be more than before. */
  copyChanged(contentId: bigint): void {
    this.#pending.add(contentId);
    if (this.#changes === undefined) this.#wakeAt(performance.now() + this.#settleMs);
  }

  get #settleMs(): number {
    return this.#hurries ? 0 : this.#options.settleMs;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Looks at `atMs`, or earlier where that was the plan already and `instead` does not say otherwise. */
  #wakeAt(atMs: number, instead = false): void {
    if (this.#closed || this.#running !== undefined || (!instead && this.#dueAtMs <= atMs)) return;
    clearTimeout(this.#timer);
    this.#dueAtMs = atMs;
    this.#timer = setTimeout(() => {
      this.#dueAtMs = Number.POSITIVE_INFINITY;
      this.#running = this.#look().finally(() => {
        this.#running = undefined;
        this.#planNext();
      });
    }, atMs - performance.now());
  }

  #planNext(): void {
    const nowMs = performance.now();
    if (this.#changes !== undefined) this.#wakeAt(looksAtMs(this.#changes, this.#settleMs));
    else this.#wakeAt(nowMs + (this.#pending.size > 0 ? this.#pauseMs : this.#options.recheckMs));
  }

  async #look(): Promise<void> {
    const { view, copies, events, recheckMs } = this.#options;
    const seen = view();
    this.#changes = undefined;
    // Nobody is known yet, or this worker is not among them: where things belong cannot be told.
    if (seen.epoch === 0 || seen.member(this.#options.selfId) === undefined) return;
    const nowMs = performance.now();
    this.#startedAtMs ??= nowMs;
    if (this.#all || nowMs - this.#lookedAtAllMs >= recheckMs) {
      this.#lookedAtAllMs = nowMs;
      for (const { contentId } of copies()) {
        this.#pending.add(contentId);
        if (this.#all) this.#unsettled.add(contentId);
      }
      if (this.#all) events.rebalanceStarted(seen.epoch, this.#pending.size);
      this.#all = false;
    }
    const pendingBefore = this.#pending.size;
    const offered = await this.#pass(seen);
    const moved = offered > 0 || this.#pending.size < pendingBefore;
    this.#pauseMs = moved ? shortestPauseMs : Math.min(this.#pauseMs * 2, longestPauseMs);
    const isSettled = this.#unsettled.size === 0 && (this.#pending.size === 0 || seen !== this.#before);
    if (isSettled && view() === seen) this.#finish(seen);
  }

  #finish(seen: MembershipView): void {
    const isNews = seen !== this.#before || this.#sums.offered > 0 || this.#sums.removed > 0;
    const ms = Math.round(performance.now() - (this.#startedAtMs ?? 0));
    this.#before = seen;
    if (isNews) this.#options.events.rebalanceFinished(seen.epoch, { ...this.#sums, ms });
    this.#startedAtMs = undefined;
    this.#sums = { offered: 0, removed: 0, removedBytes: 0 };
  }

  /** Looks at all that is pending once; returns how many copies were taken on for the first time. */
  async #pass(seen: MembershipView): Promise<number> {
    const { selfId, view, copyOf, isRunning, isReplicated, staysHere, owners, targets } = this.#options;
    targets.nextLook();
    const options: LookOptions = {
      selfId,
      view: seen,
      isReplicated,
      staysHere,
      owners,
      targets,
      isDeclined: ({ contentId }, worker) => this.#offers.isDeclined(contentId, worker, performance.now()),
      offer: (member, artifact) => this.#offer(seen, member, artifact),
      remove: (artifact) => this.#remove(artifact),
      isCurrent: () => !this.#closed && view() === seen,
    };
    const artifacts: StoredArtifact[] = [];
    for (const contentId of this.#pending) {
      const artifact = copyOf(contentId);
      if (artifact === undefined || artifact.sealedPieces().length === 0) this.#forget(contentId);
      else if (isRunning(contentId)) this.#unsettled.delete(contentId);
      else artifacts.push(artifact);
    }
    let offered = 0;
    const isOffered = ({ contentId }: StoredArtifact) => this.#offers.has(contentId);
    for (const planned of batchesOf(worthAsking(options, artifacts, isOffered))) {
      if (!options.isCurrent()) break;
      // Again: a worker may have become full meanwhile.
      const looked = await lookAtCopies(options, worthAsking(options, planned, isOffered));
      for (const { contentId } of looked.settled) this.#forget(contentId);
      offered += looked.offered;
    }
    return offered;
  }

  #forget(contentId: bigint): void {
    this.#pending.delete(contentId);
    this.#unsettled.delete(contentId);
    this.#offers.forget(contentId);
  }

  /** Whether `member` took the copy on for the first time. */
  async #offer(seen: MembershipView, member: Member, artifact: StoredArtifact): Promise<boolean> {
    const { owners, targets, events, suspect } = this.#options;
    const { contentId } = artifact;
    if (!this.#offers.mayBeMade(contentId, member.id, performance.now())) return false;
    const reason = moveReason(this.#before, seen, contentId, member.id);
    const answer = await owners.offer(member, artifact, reason);
    if (answer === undefined) return false;
    if (!answer.accepted) {
      const { pauseMs, withoutRoom } = answer;
      if (withoutRoom === true) {
        if (targets.full(member.id, performance.now())) events.moveWithoutRoom(member.id);
      } else if (typeof pauseMs !== 'number') targets.hasEnough(member.id);
      else this.#offers.declined(contentId, member.id, pauseMs, performance.now());
      return false;
    }
    targets.took(member.id);
    const times = this.#offers.made(contentId, member.id, performance.now());
    events.moveOffered(artifact, member.id, reason);
    // It may be this copy that is bad, so that nobody can take it.
    if (times > 1) suspect(artifact);
    else this.#sums.offered += 1;
    return times === 1;
  }

  async #remove(artifact: StoredArtifact): Promise<boolean> {
    const bytes = artifact.storedBytes();
    try {
      if (!(await this.#options.removeCopy(artifact.contentId))) return false;
    } catch (error) {
      // The disk does not let go of it.
      this.#options.events.copyNotRemoved(artifact, error);
      return false;
    }
    this.#sums.removed += 1;
    this.#sums.removedBytes += bytes;
    this.#options.events.copyRemoved(artifact, bytes);
    return true;
  }
}
