/** Workers that are not asked again during one run of a production, by URL. */
export class SpentSources {
  readonly #spent = new Set<string>();
  readonly #doubted = new Set<string>();

  has(url: string): boolean {
    return this.#spent.has(url);
  }

  /** It has given all it has. */
  gaveAll(url: string): void {
    this.#spent.add(url);
  }

  /** Nothing came of following it. Once may be our own fault: what was known here of the bytes was wrong, and is known better now. */
  failed(url: string): void {
    if (this.#doubted.has(url)) this.#spent.add(url);
    this.#doubted.add(url);
  }
}
