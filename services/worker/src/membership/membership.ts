import { isUnderstudyError } from '@understudy/errors';
import { createPools, createSlotHash, slowStartWarmth } from '@understudy/hash-ring';
import type { Member, MemberState, Membership, MetadataStore } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { findOtherHolder } from './other-holder.js';
import { createMembershipView, type MembershipView } from './view.js';

export interface MembershipOptions {
  readonly store: MetadataStore;
  readonly self: Omit<Member, 'warmth' | 'url' | 'state'>;
  readonly placementKey: Uint8Array;
  readonly leaseMs: number;
  readonly pollIntervalMs: number;
  /** 0: a new worker takes its full share at once. */
  readonly slowStartMs: number;
  readonly events: WorkerEvents;
  /** Called when the view is another one. */
  readonly onChanged: () => void;
  /** Content IDs that were given, as far as this worker knows: a store that was set back must not give them again. */
  readonly lastGiven: () => readonly bigint[];
  /** Until it says so, this worker is no member. */
  readonly mayAnnounce: () => boolean;
  /** See `findOtherHolder`. */
  readonly otherHolder: (url: string, held: Member | undefined) => ReturnType<typeof findOtherHolder>;
  /** Called once, when another live process is this worker: this one says nothing any more. */
  readonly onHeld: (other: Pick<Member, 'url' | 'pid'>) => void;
  /** Called after each announcement that the store took. */
  readonly onAnnounced: () => void;
}

/** This worker's place in the cluster: it announces itself, and knows the others as they last were. */
export class ClusterMembership {
  readonly #options: MembershipOptions;
  readonly #slotOf: (contentId: bigint) => number;
  readonly #startedAtMs = performance.now();
  #view: MembershipView;
  #timer: NodeJS.Timeout | undefined;
  #watch: { close(): void } | undefined;
  #url = '';
  #isSilent = false;
  #state: MemberState = 'active';
  /** Whether the membership under this ID is, as far as is known, that of this process. */
  #announced = false;
  /** Of the membership in which this process was announced last. */
  #announcedEpoch: number | undefined;
  #pool: Promise<number> | undefined;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#slotOf = createSlotHash(options.placementKey);
    this.#view = this.#viewOf({ epoch: 0, members: [] });
    // So that it need not be waited for when the worker joins, which says why it failed.
    this.#register().catch(() => undefined);
  }

  get view(): MembershipView {
    return this.#view;
  }

  /** Whether the view shows what this process has announced, and not what another one left behind. */
  get isShown(): boolean {
    return this.#announcedEpoch !== undefined && this.#view.epoch >= this.#announcedEpoch;
  }

  /** The URL under which this worker is announced. */
  get url(): string {
    return this.#url;
  }

  /** Begins to announce the worker at `url`. Does not wait for the store: a worker starts without it. */
  start(url: string): void {
    const { store, leaseMs, pollIntervalMs, events, onChanged } = this.#options;
    this.#url = url;
    this.#watch = store.watchMembership(
      (membership) => {
        this.#view = this.#viewOf(membership);
        events.membership(
          membership.epoch,
          membership.members.map((member) => member.id),
        );
        onChanged();
      },
      { pollIntervalMs },
    );
    // Three tries within the lease's time.
    this.#timer = setInterval(() => void this.announce(), leaseMs / 3);
    void this.announce();
  }

  /** Announces the worker, once it may be a member, ahead of the next time. Whether the store took it. */
  async announce(): Promise<boolean> {
    if (this.#timer === undefined || !this.#options.mayAnnounce()) return false;
    const { store, self, leaseMs, slowStartMs, onAnnounced, onHeld, events } = this.#options;
    const warmth =
      slowStartMs === 0 ? 1 : slowStartWarmth(performance.now() - this.#startedAtMs, slowStartMs);
    try {
      const pool = await this.#register();
      const other = await this.#options.otherHolder(this.#url, await this.#self());
      // It may have left meanwhile.
      if (this.#timer === undefined) return false;
      if (other === 'silent') {
        if (!this.#isSilent) events.identitySilent();
        this.#isSilent = true;
        return false;
      }
      this.#isSilent = false;
      if (other !== undefined) {
        this.stop();
        this.#announced = false;
        onHeld(other);
        return false;
      }
      for (const contentId of this.#options.lastGiven()) await store.keepAbove(contentId);
      if (this.#timer === undefined) return false;
      this.#announced = true;
      const { epoch } = await store.announce(
        { ...self, state: this.#state, url: this.#url, warmth, pool },
        leaseMs,
      );
      this.#announcedEpoch = epoch;
      onAnnounced();
      return true;
    } catch (error) {
      // The store tells of its absence itself; the next announcement tries again.
      if (!isUnderstudyError(error, 'metadata_unavailable')) events.metadataReachable(false, error);
      return false;
    }
  }

  /** The member under this worker's ID. What others announce later comes with the view, so that the store is read once. */
  async #self(): Promise<Member | undefined> {
    const { store, self } = this.#options;
    if (this.#announced) return this.#view.member(self.id);
    return (await store.readMembership()).members.find(({ id }) => id === self.id);
  }

  /** The number of this worker's generator, asked for until it is known. */
  #register(): Promise<number> {
    const { store, self } = this.#options;
    this.#pool ??= store.registerGenerator(self.generators[0] as string).catch((error: unknown) => {
      this.#pool = undefined;
      throw error;
    });
    return this.#pool;
  }

  #viewOf({ epoch, members }: Membership): MembershipView {
    const { self } = this.#options;
    // Whatever a video is pinned to: what is made here can only be copied to and from workers that make the same bytes.
    const alike = members.filter(({ generators }) => generators[0] === self.generators[0]);
    const placement = createPools({ epoch, members: alike }).placementFor(0);
    return createMembershipView({
      selfId: self.id,
      epoch,
      members,
      placement,
      slotOf: this.#slotOf,
    });
  }

  /** The view that this worker would have if it drained. */
  viewWhileDraining(): MembershipView {
    const { epoch, members } = this.#view;
    const { self } = this.#options;
    return this.#viewOf({
      epoch,
      members: members.map((member) => (member.id === self.id ? { ...member, state: 'draining' } : member)),
    });
  }

  /** Announces that this worker drains. False where it is no member, or the store does not take it. */
  announceDraining(): Promise<boolean> {
    this.#state = 'draining';
    return this.announce();
  }

  /** Says nothing any more; the others find out when the lease runs out. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watch?.close();
  }

  /** Leaves the cluster. */
  async close(): Promise<void> {
    this.stop();
    if (!this.#announced) return;
    // Without the store the lease runs out by itself.
    await this.#options.store.leave(this.#options.self.id).catch(() => undefined);
  }
}
