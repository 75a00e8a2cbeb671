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
  /** How many workers of a preference list are ever asked. */
  readonly candidates: number;
  /** Told of every membership that differs from the last. */
  readonly onChange: (membership: Membership) => void;
}

/** Content IDs whose candidates are remembered, a few megabytes of them. */
const rememberedMost = 20_000;

/** Who is in the cluster and where videos belong, as last known: while the metadata store is away, that stands. */
export class ClusterMembers {
  readonly #slotOf: (contentId: bigint) => number;
  readonly #watch: MembershipWatch;
  #upstreams: ReadonlyMap<string, Upstream> = new Map();
  /** Workers that drain, by the number of their pool. */
  #draining: ReadonlyMap<number, readonly Upstream[]> = new Map();
  #hasKnownWorkers = false;
  #pools: Pools = createPools({ epoch: 0, members: [] });
  /** Of this membership, by content ID: who plays a video asks for it every few seconds. */
  readonly #candidates = new Map<bigint, readonly Upstream[]>();
  readonly #candidatesMost: number;

  constructor({ store, placementKey, pollIntervalMs, candidates, onChange }: ClusterMembersOptions) {
    this.#slotOf = createSlotHash(placementKey);
    this.#candidatesMost = candidates;
    const take = (membership: Membership) => {
      this.#upstreams = new Map(membership.members.map(({ id, url }) => [id, { id, url }]));
      this.#draining = drainingIn(membership);
      this.#hasKnownWorkers ||= membership.members.length > 0;
      this.#pools = createPools(membership);
      this.#candidates.clear();
      // Placed now: it would be the first request that waits for it.
      for (const { pool = 0 } of membership.members) this.#pools.placementFor(pool);
      onChange(membership);
    };
    this.#watch = store.watchMembership(take, { pollIntervalMs });
  }

  /** Whether there ever was a worker to ask. Never false again. */
  get hasKnownWorkers(): boolean {
    return this.#hasKnownWorkers;
  }

  /** Whether the metadata store answered lately. */
  get storeReachable(): boolean {
    return this.#watch.reachable;
  }

  /**
   * The first workers of the content ID's preference list in its pool: master, replica, and who comes after them. Last those that
   * drain: they may be the only ones that have it.
   */
  candidates(contentId: bigint): readonly Upstream[] {
    const known = this.#candidates.get(contentId);
    if (known !== undefined) return known;
    const pool = poolOf(contentId);
    const placement = this.#pools.placementFor(pool);
    const ids = placement.preferenceList(this.#slotOf(contentId), this.#candidatesMost);
    const placed = ids.flatMap((id) => this.#upstreams.get(id) ?? []);
    const draining = (this.#draining.get(this.#pools.resolve(pool) ?? 0) ?? []).filter(
      ({ id }) => !ids.includes(id),
    );
    const candidates = [...placed, ...draining];
    if (this.#candidates.size >= rememberedMost) this.#candidates.clear();
    this.#candidates.set(contentId, candidates);
    return candidates;
  }

  close(): void {
    this.#watch.close();
  }
}

function drainingIn({ members }: Membership): Map<number, Upstream[]> {
  const found = new Map<number, Upstream[]>();
  for (const { id, url, state, pool = 0 } of members)
    if (state === 'draining') found.set(pool, [...(found.get(pool) ?? []), { id, url }]);
  return found;
}
