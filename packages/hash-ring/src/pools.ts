import { createPlacement, type Placement } from './placement.js';
import type { RingMember } from './ring-member.js';

export interface PoolMember extends RingMember {
  readonly state: 'active' | 'draining';
  /** The number of its generator. Absent is 0. */
  readonly pool?: number;
}

/** Which workers make which videos: those of one generator are a pool, with a ring of its own. */
export interface Pools {
  /** The pool that new videos are pinned to; undefined without members. */
  readonly leading: number | undefined;
  /** The pool that makes the videos pinned to `pool`: that one while anybody is in it, otherwise the leading one. 0 is nobody's. */
  resolve(pool: number): number | undefined;
  /** Where the videos pinned to `pool` belong. */
  placementFor(pool: number): Placement;
}

/**
 * The pools of one epoch: a pure function of the members. Where slots belong is computed for each pool when it is first asked for.
 *
 * A pool is placed on its active members, and on its draining ones when it has no other: only they can go on with its videos. The
 * leading pool is that with the most capacity, so that the first worker of a new version is not given all that is new, and that
 * taking a version back is like bringing one in; of equals the newest.
 */
export function createPools(membership: {
  readonly epoch: number;
  readonly members: readonly PoolMember[];
}): Pools {
  const { epoch, members } = membership;
  const byPool = new Map<number, PoolMember[]>();
  for (const member of members) {
    const number = member.pool ?? 0;
    byPool.set(number, [...(byPool.get(number) ?? []), member]);
  }
  const leading = leadingPool(members.filter(isActive)) ?? leadingPool(members);
  const placements = new Map<number | undefined, Placement>();
  const resolve = (pool: number) => (pool !== 0 && byPool.has(pool) ? pool : leading);

  return {
    leading,
    resolve,
    placementFor(pool) {
      const number = resolve(pool);
      let placement = placements.get(number);
      if (placement === undefined) {
        placement = createPlacement({ epoch, members: placed(byPool.get(number ?? 0) ?? []) });
        placements.set(number, placement);
      }
      return placement;
    },
  };
}

function placed(pool: readonly PoolMember[]): readonly PoolMember[] {
  const active = pool.filter(isActive);
  return active.length > 0 ? active : pool;
}

function leadingPool(members: readonly PoolMember[]): number | undefined {
  const capacities = new Map<number, number>();
  for (const { pool = 0, capacity } of members) capacities.set(pool, (capacities.get(pool) ?? 0) + capacity);
  let leading: number | undefined;
  for (const [pool, capacity] of capacities) {
    const most = leading === undefined ? -1 : (capacities.get(leading) as number);
    if (capacity > most || (capacity === most && pool > (leading as number))) leading = pool;
  }
  return leading;
}

function isActive({ state }: PoolMember): boolean {
  return state === 'active';
}
