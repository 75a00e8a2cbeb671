/** How many descriptions are remembered for one viewer; the oldest are forgotten. 500 digests are about 35 kB. */
export const viewsPerViewer = 500;

export interface Views {
  /**
   * Notes that a viewer was given a description. True when it is not among the last `viewsPerViewer` given to this
   * viewer. `viewerKey` is a name (see `checkName`): hash what comes from outside.
   */
  recordView(viewerKey: string, digest: string): Promise<boolean>;
}
