const maxContentId = 2n ** 64n - 1n;
const contentIdPattern = /^[1-9]\d{0,19}$/;

/**
 * The path of something of an artifact on a worker: its public parts (`video.mp4`, `index.m3u8`, `multivariant.m3u8`, `init.mp4`,
 * `{k}.m4s`, `poster.jpg`, `storyboard.vtt`, `storyboard-{k}.jpg`), or `status`, `feed`, `follow`, `pieces/{piece}/delta`.
 */
export function artifactPath(contentId: bigint, part: string): string {
  return `/artifacts/${contentId}/${part}`;
}

/** The content ID in a path; undefined for anything but a plain decimal number of at most 64 bits. */
export function parseContentId(text: string): bigint | undefined {
  if (!contentIdPattern.test(text)) return undefined;
  const contentId = BigInt(text);
  return contentId <= maxContentId ? contentId : undefined;
}
