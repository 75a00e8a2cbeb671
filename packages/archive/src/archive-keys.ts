/**
 * The objects of an archive:
 *
 *     <prefix>videos/<artifact ID>.mp4          the bytes: the progressive MP4, playable as it is
 *     <prefix>posters/<artifact ID>.jpg         the poster, where there was one
 *     <prefix>manifests/<artifact ID>.json      written last: only with it does the copy count
 *     <prefix>descriptions/<digest>/<artifact ID>   empty, written first: what may be here of a description, under whatever fingerprint
 *     <prefix>by-id/<name>                      a description, by a name that only the cluster can tell from its content ID
 *
 * So a list of `manifests/` is a list of what is archived, and rules for storage classes can tell the large objects, which are
 * rarely read, from the small ones. The artifact ID is the ETag that players see.
 */
export interface ArchiveKeys {
  video(artifactId: string): string;
  poster(artifactId: string): string;
  manifest(artifactId: string): string;
  /** `digest` is that of the description. */
  mark(digest: string, artifactId: string): string;
  /** What the keys of all marks of a description begin with. */
  marks(digest: string): string;
  /** Of a description. */
  byId(name: string): string;
  /** What the keys of all videos begin with. */
  readonly videos: string;
}

/** The keys under a prefix, which is empty or ends in a slash. */
export function archiveKeys(prefix: string): ArchiveKeys {
  return {
    video: (artifactId) => `${prefix}videos/${artifactId}.mp4`,
    poster: (artifactId) => `${prefix}posters/${artifactId}.jpg`,
    manifest: (artifactId) => `${prefix}manifests/${artifactId}.json`,
    mark: (digest, artifactId) => `${prefix}descriptions/${digest}/${artifactId}`,
    marks: (digest) => `${prefix}descriptions/${digest}/`,
    byId: (name) => `${prefix}by-id/${name}`,
    videos: `${prefix}videos/`,
  };
}
