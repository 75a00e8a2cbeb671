/** About 4 MB. What is deleted longer ago is asked of the metadata store, which forgets nothing. */
export const remembered = 65_536;

/** The videos of which this worker knows that they were deleted: the latest, so that no peer that missed it brings one back. */
export class KnownDeletions {
  readonly #limit: number;
  readonly #contentIds = new Set<bigint>();

  constructor(limit = remembered) {
    this.#limit = limit;
  }

  add(contentId: bigint): void {
    this.#contentIds.add(contentId);
    for (const oldest of this.#contentIds) {
      if (this.#contentIds.size <= this.#limit) break;
      this.#contentIds.delete(oldest);
    }
  }

  has(contentId: bigint): boolean {
    return this.#contentIds.has(contentId);
  }
}
