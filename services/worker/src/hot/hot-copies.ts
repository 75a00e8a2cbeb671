import type { Member } from '@understudy/metadata-store';
import type { ArtifactStatus, FollowAnswer } from '@understudy/peer-protocol';
import type { WorkerEvents } from '../events.js';
import type { MembershipView } from '../membership/view.js';
import type { Move } from '../rebalance/move.js';
import type { OfferedMove } from '../rebalance/move-queue.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { type CopyLimits, copiesWanted, isWarm, shareOf } from './copies-wanted.js';
import type { Demand } from './demand.js';

/** How often it is looked at what is hot, and how many videos then: of more, others have their turn once the first have copies. */
const lookEveryMs = 1_000;
const looksMost = 16;
/** A worker that took one on has so long to come to it, and one that did not is left alone for so long. */
const takenPauseMs = 5_000;
const refusedPauseMs = 10_000;
/** Further copies that come here at once. They come at full speed: players wait for what they take off the others. */
const copyingMost = 4;

export interface HotCopiesOptions {
  readonly selfId: string;
  readonly view: () => MembershipView;
  readonly demand: Pick<Demand, 'of' | 'videos'>;
  readonly limits: CopyLimits;
  /** How long a further copy stays once it is not warm any more. */
  readonly coolMs: number;
  readonly copyOf: (contentId: bigint) => StoredArtifact | undefined;
  /** Whether the replication policy allows it more than one copy. */
  readonly mayHaveCopies: (artifact: StoredArtifact) => boolean;
  /** What a worker has of it; undefined where that is nothing, or another generator's. */
  readonly statusOf: (
    member: Member,
    artifact: StoredArtifact,
  ) => Promise<ArtifactStatus | 'silent' | undefined>;
  /** Offers the copy here; undefined where the worker refuses or is silent. */
  readonly offer: (member: Member, artifact: StoredArtifact) => Promise<FollowAnswer | undefined>;
  /** Copies what another worker has; resolves when that has ended, well or not. */
  readonly copy: (offered: OfferedMove, move: Move) => Promise<void>;
  /** For how long a copy is not taken yet because it had to be evicted. */
  readonly declinedMs: (contentId: bigint) => number | undefined;
  /** Told of a further copy that is not needed any more: the rebalancer sees to it. */
  readonly onCooled: (contentId: bigint) => void;
  readonly events: Pick<WorkerEvents, 'hotOffered' | 'hotTaken' | 'hotCooled' | 'hotFailed' | 'moveFailed'>;
}

/**
 * Sees to further copies of what more players ask for than its copies are for. Whoever has a copy that is asked for too much asks the other holders how much they are asked
 * for, and offers one more copy to the first of the preference list that has none. A further copy belongs where it is while it comes, for as long as it is warm, and
 * `coolMs` beyond; then the rebalancer removes it, as any copy that does not belong where it is.
 */
export class HotCopies {
  readonly #options: HotCopiesOptions;
  /** Until when further copies here stay, on the clock of `performance.now()`. */
  readonly #staysUntilMs = new Map<bigint, number>();
  readonly #copying = new Set<bigint>();
  /** Offers that are not to be made again yet, by `contentId worker`. */
  readonly #pausedUntilMs = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #closed = false;

  constructor(options: HotCopiesOptions) {
    this.#options = options;
  }

  /** Further copies here. */
  get count(): number {
    return this.#staysUntilMs.size;
  }

  /** Whether a copy here stays, though it belongs neither to the master nor to the replica. */
  stays(contentId: bigint): boolean {
    return this.#staysUntilMs.has(contentId);
  }

  start(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.look().finally(() => this.start());
    }, lookEveryMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** Takes a further copy on, unless this worker is about to go or has enough to copy. True also for one that it has taken on before. */
  take(offered: OfferedMove): FollowAnswer {
    const { contentId } = offered;
    const { declinedMs, events } = this.#options;
    if (this.#copying.has(contentId)) return { accepted: true };
    if (this.#closed || !this.#isActive || this.#copying.size >= copyingMost) return { accepted: false };
    const pauseMs = declinedMs(contentId);
    if (pauseMs !== undefined) return { accepted: false, pauseMs };
    this.#copying.add(contentId);
    this.#keep(contentId);
    events.hotTaken(contentId, offered.url);
    void this.#copy(offered);
    return { accepted: true };
  }

  /** Looks once: at what is too much for the copies here, and at further copies that have cooled. Never rejects. */
  async look(): Promise<void> {
    const { demand, limits, copyOf, mayHaveCopies, events } = this.#options;
    const nowMs = performance.now();
    for (const [key, untilMs] of this.#pausedUntilMs) if (nowMs >= untilMs) this.#pausedUntilMs.delete(key);
    const hot: StoredArtifact[] = [];
    for (const contentId of demand.videos()) {
      const asked = demand.of(contentId);
      const artifact = copyOf(contentId);
      if (artifact === undefined || !isWarm(asked, limits)) continue;
      if (!this.#isOwner(contentId)) this.#keep(contentId);
      if (shareOf(asked, limits) > 1 && artifact.isComplete() && mayHaveCopies(artifact)) hot.push(artifact);
    }
    this.#coolDown(nowMs);
    if (!this.#isActive) return;
    const share = ({ contentId }: StoredArtifact) => shareOf(demand.of(contentId), limits);
    const hottest = hot.toSorted((a, b) => share(b) - share(a)).slice(0, looksMost);
    await Promise.all(
      hottest.map((artifact) => this.#see(artifact).catch((error) => events.hotFailed(artifact, error))),
    );
  }

  /** Whether this worker is one that others count on for now. */
  get #isActive(): boolean {
    const { view, selfId } = this.#options;
    return view().member(selfId)?.state === 'active';
  }

  #isOwner(contentId: bigint): boolean {
    const { view, selfId } = this.#options;
    const { master, replica } = view().owners(contentId);
    return master === selfId || replica === selfId;
  }

  #keep(contentId: bigint): void {
    this.#staysUntilMs.set(contentId, performance.now() + this.#options.coolMs);
  }

  #coolDown(nowMs: number): void {
    const { copyOf, onCooled, events } = this.#options;
    for (const [contentId, untilMs] of this.#staysUntilMs) {
      if (this.#copying.has(contentId)) continue;
      const artifact = copyOf(contentId);
      // It may have been deleted or evicted, or belong here now in any case.
      const isFurther = artifact !== undefined && !this.#isOwner(contentId);
      if (isFurther && nowMs < untilMs) continue;
      this.#staysUntilMs.delete(contentId);
      if (!isFurther) continue;
      events.hotCooled(artifact);
      onCooled(contentId);
    }
  }

  /** Has one more copy made, where what is asked for at all copies together is too much for them. */
  async #see(artifact: StoredArtifact): Promise<void> {
    const { view, demand, limits, statusOf, events } = this.#options;
    const { contentId } = artifact;
    const others = view()
      .othersInOrder(contentId)
      .slice(0, limits.copies - 1);
    const statuses = await Promise.all(others.map((member) => statusOf(member, artifact)));
    const heard = statuses.filter((status) => typeof status === 'object');
    const demands = [demand.of(contentId), ...heard.flatMap((status) => status.demand ?? [])];
    // Who is silent is busy, perhaps with a copy.
    const silent = statuses.filter((status) => status === 'silent').length;
    const copies = 1 + silent + heard.filter(({ complete }) => complete).length;
    if (copiesWanted(demands, limits) <= copies) return;
    for (const [index, member] of others.entries()) {
      const status = statuses[index];
      if (status === 'silent' || status?.complete === true || member.state !== 'active') continue;
      const isTaken = await this.#offer(member, artifact);
      // One after the other: it may be enough.
      if (isTaken === 'before') return;
      if (isTaken === 'now') {
        events.hotOffered(artifact, member.id, { copies, demands });
        return;
      }
    }
  }

  async #offer(member: Member, artifact: StoredArtifact): Promise<'now' | 'before' | 'not'> {
    const key = `${artifact.contentId} ${member.id}`;
    const takenKey = `${key} taken`;
    if (this.#pausedUntilMs.has(takenKey)) return 'before';
    if (this.#pausedUntilMs.has(key)) return 'not';
    const answer = await this.#options.offer(member, artifact);
    const nowMs = performance.now();
    if (answer?.accepted === true) {
      this.#pausedUntilMs.set(takenKey, nowMs + takenPauseMs);
      return 'now';
    }
    const pauseMs = typeof answer?.pauseMs === 'number' ? answer.pauseMs : 0;
    this.#pausedUntilMs.set(key, nowMs + Math.max(refusedPauseMs, Math.min(pauseMs, this.#options.coolMs)));
    return 'not';
  }

  async #copy(offered: OfferedMove): Promise<void> {
    try {
      await this.#options.copy(offered, { reason: 'hot', pace: async () => undefined });
    } catch (error) {
      this.#options.events.moveFailed(offered.contentId, offered.url, error);
    } finally {
      this.#copying.delete(offered.contentId);
      // It was not asked for as long as it was not here.
      this.#keep(offered.contentId);
    }
  }
}
