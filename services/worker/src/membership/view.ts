import { type Placement, slotCount } from '@understudy/hash-ring';
import type { Member } from '@understudy/metadata-store';

/** The workers that should have a video. */
export interface Owners {
  readonly master: string | undefined;
  readonly replica: string | undefined;
}

/** The cluster as this worker last knew it. */
export interface MembershipView {
  readonly epoch: number;
  /** All, this worker and draining ones included. */
  readonly members: readonly Member[];
  member(workerId: string): Member | undefined;
  /** The other members of this worker's pool in the order of the slot's preference list: who should have a copy first. */
  othersInOrder(contentId: bigint): Member[];
  /** Where a video belongs; undefined while nobody is there. */
  owners(contentId: bigint): Owners;
  /** Of the slots of its pool, the part that this worker is the master of, and the replica. */
  readonly share: { readonly master: number; readonly replica: number };
  /** Whether `url` is that of a member: a peer is only followed where the membership says it is. */
  isMemberUrl(url: string): boolean;
}

/** The view of one membership; `placement` is that of this worker's pool. */
export function createMembershipView(options: {
  readonly selfId: string;
  readonly epoch: number;
  readonly members: readonly Member[];
  readonly placement: Placement;
  readonly slotOf: (contentId: bigint) => number;
}): MembershipView {
  const { selfId, epoch, members, placement, slotOf } = options;
  const byId = new Map(members.map((member) => [member.id, member]));
  let share: MembershipView['share'] | undefined;
  return {
    epoch,
    members,
    owners: (contentId) => {
      const slot = slotOf(contentId);
      return { master: placement.master(slot), replica: placement.replica(slot) };
    },
    member: (workerId) => byId.get(workerId),
    othersInOrder: (contentId) =>
      placement
        .preferenceList(slotOf(contentId), members.length)
        .filter((id) => id !== selfId)
        .flatMap((id) => byId.get(id) ?? []),
    get share() {
      // Once for each membership that somebody asks about.
      share ??= {
        master: shareOf(selfId, (slot) => placement.master(slot)),
        replica: shareOf(selfId, (slot) => placement.replica(slot)),
      };
      return share;
    },
    isMemberUrl: (url) => members.some((member) => member.url === url),
  };
}

function shareOf(worker: string, workerOf: (slot: number) => string | undefined): number {
  let count = 0;
  for (let slot = 0; slot < slotCount; slot += 1) if (workerOf(slot) === worker) count += 1;
  return count / slotCount;
}
