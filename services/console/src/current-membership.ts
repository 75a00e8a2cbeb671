import { UnderstudyError } from '@understudy/errors';
import type { Member, Membership } from '@understudy/metadata-store';
import type { ConsoleContext } from './context.js';

/**
 * The members as last known, however long ago.
 * @throws UnderstudyError `metadata_unavailable` when they never were: the store was away from the start.
 */
export function currentMembership({ membership }: Pick<ConsoleContext, 'membership'>): Membership {
  if (membership.current !== undefined) return membership.current;
  throw new UnderstudyError('metadata_unavailable', 'no membership was read yet', { retryAfterSeconds: 5 });
}

/**
 * The member of this ID, as last known.
 * @throws UnderstudyError `not_found`
 */
export function memberOf({ membership }: Pick<ConsoleContext, 'membership'>, id: string): Member {
  const members = membership.current?.members ?? [];
  const member = members.find((each) => each.id === id);
  if (member !== undefined) return member;
  const known = members.map((each) => each.id).join(', ');
  const publicDetail = `There is no worker ${id.slice(0, 64)}; there are ${known === '' ? 'none' : known}.`;
  throw new UnderstudyError('not_found', publicDetail, { publicDetail });
}
