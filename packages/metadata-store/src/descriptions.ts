export interface Descriptions {
  /**
   * Stores a description under its digest and resolves only when it is durable. The same digest always gives the same
   * content ID until that is deleted, so asking again after an error is safe. `json` is opaque here. `pool` is the number of
   * the generator that a new one is pinned to; without, it is pinned to none.
   */
  createDescription(
    digest: string,
    json: string,
    pool?: number,
  ): Promise<{ contentId: bigint; created: boolean }>;

  /**
   * The JSON of a description, or undefined when no such content ID was acknowledged.
   * @throws UnderstudyError `gone` when it was deleted.
   */
  readDescription(contentId: bigint): Promise<string | undefined>;
}
