import type { Member } from '@understudy/metadata-store';

/**
 * Tells the workers that were lost from those that drained: either is just not there in the next membership. One that is lost while it
 * drains counts as drained. The console's page does the same with what it sees.
 */
export class LostWorkers {
  #active: readonly string[] = [];

  /** The IDs of those that were active in the last membership, and are in this one no more. */
  see(members: readonly Pick<Member, 'id' | 'state'>[]): readonly string[] {
    const ids = new Set(members.map(({ id }) => id));
    const lost = this.#active.filter((id) => !ids.has(id));
    this.#active = members.filter(({ state }) => state === 'active').map(({ id }) => id);
    return lost;
  }
}
