import type { Membership } from '@understudy/metadata-store';

/** Tells of each worker that was lost once, and of none that was lost before this router came. */
export class LostWorkers {
  /** As of the last membership; undefined before the first. */
  #known: ReadonlySet<string> | undefined;

  /** The IDs of those that were lost since the last membership. */
  see({ lost = [] }: Pick<Membership, 'lost'>): readonly string[] {
    const known = this.#known;
    const nameOf = ({ id, atMs }: (typeof lost)[number]) => `${atMs} ${id}`;
    this.#known = new Set(lost.map(nameOf));
    return known === undefined ? [] : lost.filter((each) => !known.has(nameOf(each))).map(({ id }) => id);
  }
}
