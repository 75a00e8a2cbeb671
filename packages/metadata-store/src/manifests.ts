/** A sealed piece of an artifact: `init`, a segment's number, or whatever the caller names so. */
export interface ManifestEntry {
  readonly piece: string;
  /** In bytes. */
  readonly length: number;
  readonly sha256: string;
}

/** Shows that the writer still is the generator. */
export interface Fence {
  /** The artifact's ID, or as `leaseKeyOf` has it. A Redis Cluster keeps both in one slot. */
  readonly leaseKey: string;
  readonly token: number;
}

export type RecordSegmentResult =
  | { readonly outcome: 'accepted' }
  /** Another writer was first with other bytes: drop yours and take these. */
  | { readonly outcome: 'conflict'; readonly accepted: ManifestEntry }
  /** The lease has gone to someone else: stop. */
  | { readonly outcome: 'stale' };

export interface Manifests {
  /**
   * The first writer of a piece wins; the same entry again is accepted again. With a fence whose token is lower than the
   * lease's nothing is written, whatever the entry.
   */
  recordSegment(
    artifactId: string,
    entry: ManifestEntry,
    fence: Fence | undefined,
  ): Promise<RecordSegmentResult>;

  /** The accepted entries, in no particular order; empty for an unknown artifact. */
  readManifest(artifactId: string): Promise<ManifestEntry[]>;
}
