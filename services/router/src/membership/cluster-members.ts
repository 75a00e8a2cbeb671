import { createPools, createSlotHash, type Pools } from '@understudy/hash-ring';
import {
  type Membership,
  type MembershipWatch,
  type MetadataStore,
  poolOf,
} from '@understudy/metadata-store';
import type { Upstream } from '../play/upstream.js';

export interface ClusterMembersOptions {
  readonly store: Pick<MetadataStore, 'watchMembership'>;
  readonly placementKey: Uint8Array;
  readonly pollIntervalMs: number;
  /** Told of every membership that differs from the last. */
  readonly onChange: (membership: Membership) => void;
}

/** Who is in the cluster and where videos belong, as last known: while the metadata store is away, that stands. */
export class ClusterMembers {
  readonly #slotOf: (contentId: bigint) => number;
  readonly #watch: MembershipWatch;
  #upstreams: ReadonlyMap<string, Upstream> = new Map();
  #pools: Pools = createPools({ epoch: 0, members: [] });

  constructor({ store, placementKey, pollIntervalMs, onChange }: ClusterMembersOptions) {
    this.#slotOf = createSlotHash(placementKey);
    const take = (membership: Membership) => {
      this.#upstreams = new Map(membership.members.map(({ id, url }) => [id, { id, url }]));
      this.#pools = createPools(membership);
      onChange(membership);
    };
    this.#watch = store.watchMembership(take, { pollIntervalMs });
  }

  /** Whether there is any worker to ask. */
  get any(): boolean {
    return this.#upstreams.size > 0;
  }

  /** Whether the metadata store could not be asked the last time. */
  get storeAway(): boolean {
    return !this.#watch.reachable;
  }

  get upstreams(): Iterable<Upstream> {
    return this.#upstreams.values();
  }

  /** The first `count` workers of the content ID's preference list in its pool: master, replica, and who comes after them. */
  candidates(contentId: bigint, count: number): Upstream[] {
    const ids = this.#pools.placementFor(poolOf(contentId)).preferenceList(this.#slotOf(contentId), count);
    return ids.flatMap((id) => this.#upstreams.get(id) ?? []);
  }

  close(): void {
    this.#watch.close();
  }
}
