/** A smaller form in which a video may be asked for. */
export interface Rendition {
  /** As it stands in URLs. */
  readonly name: string;
  /** As it stands in content IDs, from 1: 0 is the video itself. */
  readonly number: number;
  /** Of its frames, in pixels; the width follows from the video's. */
  readonly height: number;
}

/** Every rendition there is, largest first. Numbers are stored: they never change. */
export const renditions: readonly Rendition[] = [
  { name: '1080p', number: 1, height: 1080 },
  { name: '720p', number: 2, height: 720 },
  { name: '480p', number: 3, height: 480 },
  { name: '360p', number: 4, height: 360 },
];
