import { placeMasters } from './place-masters.js';
import { placeReplicas } from './place-replicas.js';
import { type RingMember, weightOf } from './ring-member.js';
import { ringPoints } from './ring-points.js';
import { masterRoom, replicaRoom } from './slots.js';
import { walk } from './walk.js';

/** Where every slot belongs in one epoch. */
export interface Placement {
  readonly epoch: number;
  /** The first `count` workers of a slot (0 to 65,535), or all there are: master, replica, and those who come after them. */
  preferenceList(slot: number, count: number): string[];
  master(slot: number): string | undefined;
  replica(slot: number): string | undefined;
  /** The fraction of all slots that is a worker's by its weight; 0 for who is no member. */
  share(id: string): number;
}

/**
 * Places all slots: a pure function of the members, whatever their order. Equal members give equal placements in every process.
 * It takes tens of milliseconds, once per epoch; a request then is a look-up. At most 1,000 members of different IDs: with
 * many more, what rounding takes from each bound is more than the bounds leave free.
 */
export function createPlacement(membership: {
  readonly epoch: number;
  readonly members: readonly RingMember[];
}): Placement {
  const { epoch } = membership;
  const members = membership.members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const totalWeight = members.reduce((sum, member) => sum + weightOf(member), 0);
  const shares = new Map(members.map((member) => [member.id, weightOf(member) / totalWeight]));
  const share = (id: string) => shares.get(id) ?? 0;
  if (members.length === 0) {
    return { epoch, share, preferenceList: () => [], master: () => undefined, replica: () => undefined };
  }

  const points = ringPoints(members);
  const room = (most: (share: number) => number) => Uint32Array.from(members, ({ id }) => most(share(id)));
  const masters = placeMasters(points, room(masterRoom));
  const replicas =
    members.length > 1
      ? placeReplicas({ points, masters, room: room(replicaRoom), zones: zoneNumbers(members) })
      : undefined;

  const idOf = (index: number | undefined) => (index === undefined ? undefined : members[index]?.id);
  return {
    epoch,
    share,
    master: (slot) => idOf(masters[slot]),
    replica: (slot) => idOf(replicas?.[slot]),
    preferenceList(slot, count) {
      const wanted = Math.min(count, members.length);
      const placed = [masters[slot], replicas?.[slot]].filter((index) => index !== undefined);
      const listed = new Set(placed.slice(0, wanted));
      // Once around at most: asked for all of 200 workers, a walk for each took 2 ms.
      if (listed.size < wanted) {
        walk(points.owners, points.first[slot] as number, (owner) => listed.add(owner).size === wanted);
      }
      return Array.from(listed, (index) => idOf(index) as string);
    },
  };
}

function zoneNumbers(members: readonly RingMember[]): Uint16Array {
  const numbers = new Map<string, number>();
  return Uint16Array.from(members, ({ zone }) => {
    const number = numbers.get(zone) ?? numbers.size;
    numbers.set(zone, number);
    return number;
  });
}
