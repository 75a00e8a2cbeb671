import type { Placement } from '@understudy/hash-ring';
import type { Member } from '@understudy/metadata-store';

/** The cluster as this worker last knew it. */
export interface MembershipView {
  readonly epoch: number;
  member(workerId: string): Member | undefined;
  /** The other active members in the order of the slot's preference list: who should have a copy first. */
  othersInOrder(contentId: bigint): Member[];
  /** Where this worker is in the order of a video's workers: 0 is its master, 1 its replica; -1 when it is not in it. */
  placeOf(contentId: bigint): number;
  /** Whether `url` is that of a member: a peer is only followed where the membership says it is. */
  isMemberUrl(url: string): boolean;
}

export function createMembershipView(options: {
  readonly selfId: string;
  readonly epoch: number;
  readonly members: readonly Member[];
  readonly placement: Placement;
  readonly slotOf: (contentId: bigint) => number;
}): MembershipView {
  const { selfId, epoch, members, placement, slotOf } = options;
  const byId = new Map(members.map((member) => [member.id, member]));
  return {
    epoch,
    member: (workerId) => byId.get(workerId),
    othersInOrder: (contentId) =>
      placement
        .preferenceList(slotOf(contentId), members.length)
        .filter((id) => id !== selfId)
        .flatMap((id) => byId.get(id) ?? []),
    placeOf: (contentId) => placement.preferenceList(slotOf(contentId), members.length).indexOf(selfId),
    isMemberUrl: (url) => members.some((member) => member.url === url),
  };
}
