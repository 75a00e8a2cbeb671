/** The responses that are open now. */
export class Streams {
  #count = 0;
  readonly #ofContent = new Map<bigint, number>();

  get count(): number {
    return this.#count;
  }

  /** How many there are of each video that has any. */
  get ofContent(): ReadonlyMap<bigint, number> {
    return this.#ofContent;
  }

  /** Returns what to call when the response ends. */
  open(contentId: bigint): () => void {
    this.#change(contentId, 1);
    return () => this.#change(contentId, -1);
  }

  #change(contentId: bigint, by: 1 | -1): void {
    this.#count += by;
    const count = (this.#ofContent.get(contentId) ?? 0) + by;
    if (count === 0) this.#ofContent.delete(contentId);
    else this.#ofContent.set(contentId, count);
  }
}
