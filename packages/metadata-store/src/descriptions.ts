/** A description as it is stored. */
export interface StoredDescription {
  readonly contentId: bigint;
  readonly digest: string;
  /** Opaque here. */
  readonly json: string;
}

export type ImportResult =
  | { readonly outcome: 'imported' }
  /** It is there already, under the same ID. */
  | { readonly outcome: 'present' }
  /** Nothing was written: the ID belongs to another description, or the digest has another ID or text. */
  | { readonly outcome: 'conflict'; readonly why: string };

/** Above it Redis cannot count on. */
export const maxContentId = 2n ** 63n - 1n;

export interface Descriptions {
  /**
   * Stores a description under its digest and resolves only when it is durable. The same digest always gives the same
   * content ID, so asking again after an error is safe. `json` is opaque here.
   */
  createDescription(digest: string, json: string): Promise<{ contentId: bigint; created: boolean }>;

  /** The JSON of a description, or undefined when no such content ID was acknowledged. */
  readDescription(contentId: bigint): Promise<string | undefined>;

  /**
   * All descriptions, in no particular order, a batch at a time. One that is created meanwhile may be missing; one may come
   * twice. Ends with `metadata_unavailable` when the store is lost on the way.
   */
  listDescriptions(): AsyncIterable<StoredDescription>;

  /**
   * Stores a description under the ID that it has in another store, durably; new ones are given IDs above it from then on.
   * Can be repeated. Refuses (`internal`) an ID below 1 or above `maxContentId`.
   */
  importDescription(description: StoredDescription): Promise<ImportResult>;
}
