import type { MoveReason } from '@understudy/peer-protocol';
import type { MembershipView } from '../membership/view.js';

/**
 * Why a copy is made at `target`: `balance` where the ring gave it the video while all who had it before are still members,
 * otherwise `restore`. `before` is the membership for which everything was last seen to be in place.
 */
export function moveReason(
  before: Pick<MembershipView, 'owners'> | undefined,
  now: Pick<MembershipView, 'member'>,
  contentId: bigint,
  target: string,
): MoveReason {
  if (before === undefined) return 'restore';
  const { master, replica } = before.owners(contentId);
  const had = [master, replica].filter((worker) => worker !== undefined);
  const isGone = had.some((worker) => now.member(worker) === undefined);
  return isGone || had.includes(target) ? 'restore' : 'balance';
}
