/** A description as it is stored. */
export interface StoredDescription {
  readonly contentId: bigint;
  readonly digest: string;
  /** Opaque here. */
  readonly json: string;
}

/** A part of all descriptions, the highest content ID first. */
export interface DescriptionPage {
  readonly descriptions: readonly Pick<StoredDescription, 'contentId' | 'json'>[];
  /** Those below this content ID are not in it; undefined where there are none. */
  readonly next: bigint | undefined;
}

export type ImportResult =
  | { readonly outcome: 'imported' }
  /** It is there already, under the same ID. */
  | { readonly outcome: 'present' }
  /** Nothing was written: the ID belongs to another description or was deleted, or the digest has another ID or text. */
  | { readonly outcome: 'conflict'; readonly why: string };

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

  /** The content ID that a digest has now; undefined while nothing is described under it. */
  findDescription(digest: string): Promise<bigint | undefined>;

  /**
   * All descriptions, in no particular order, a batch at a time. One that is created meanwhile may be missing; one may come
   * twice. Ends with `metadata_unavailable` when the store is lost on the way.
   */
  listDescriptions(): AsyncIterable<StoredDescription>;

  /**
   * The descriptions below a content ID, or of all, by content ID, the highest first: the newest first among those of one generator,
   * and before them those of generators that were seen later. At most `limit`; fewer also where some were deleted meanwhile.
   */
  readDescriptions(below: bigint | undefined, limit: number): Promise<DescriptionPage>;

  /**
   * Content IDs that are given from now on have a higher count than this one: it was given before, though a store that was set back to a
   * backup does not know it. Refuses (`internal`) an ID that no store gives.
   */
  keepAbove(contentId: bigint): Promise<void>;

  /**
   * Stores a description under the ID that it has in another store, durably; new ones are given counts above its own from then
   * on. Can be repeated. Refuses (`internal`) an ID that no store gives.
   */
  importDescription(description: StoredDescription): Promise<ImportResult>;
}
