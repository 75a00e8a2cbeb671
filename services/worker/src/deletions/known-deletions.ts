import { LastGiven } from '../store/last-given.js';

/** About 4 MB. What is deleted longer ago is asked of the metadata store, which forgets nothing. */
export const remembered = 65_536;

/** The videos of which this worker knows that they were deleted: the latest, so that no peer that missed it brings one back. */
export class KnownDeletions {
  readonly #limit: number;
  readonly #contentIds = new Set<bigint>();
  readonly #given = new LastGiven();

  constructor(limit = remembered) {
    this.#limit = limit;
  }

  add(contentId: bigint): void {
    this.#contentIds.add(contentId);
    this.#given.note(contentId);
    for (const oldest of this.#contentIds) {
      if (this.#contentIds.size <= this.#limit) break;
      this.#contentIds.delete(oldest);
    }
  }

  /** The content ID that was given last, of all that were ever told. */
  get lastGiven(): bigint | undefined {
    return this.#given.last;
  }

  has(contentId: bigint): boolean {
    return this.#contentIds.has(contentId);
  }
}
