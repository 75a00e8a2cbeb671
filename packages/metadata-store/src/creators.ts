/** Whose key had a video described first: for turns between keys, and never for rights. */
export interface Creators {
  /** `creator` is opaque here: hash what comes from outside. It is forgotten with the description. */
  recordCreator(contentId: bigint, creator: string): Promise<void>;

  /** Undefined where nobody was noted. */
  readCreator(contentId: bigint): Promise<string | undefined>;
}
