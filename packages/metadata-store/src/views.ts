/** How many descriptions are remembered for one viewer; the oldest are forgotten. 500 digests are about 35 kB. */
export const viewsPerViewer = 500;

/** Redis forgets a viewer this long after their last view, so that its memory is bounded; LMDB does not. */
export const viewRetentionMs = 90 * 24 * 3600 * 1000;

export interface Views {
  /**
   * Notes that a viewer was given a description. True when it is not among the last `viewsPerViewer` given to this
   * viewer. `viewerKey` is a name (see `checkName`): hash what comes from outside.
   */
  recordView(viewerKey: string, digest: string): Promise<boolean>;
}
