/** By what a video is played: hls.js, the HLS of the browser itself, or its progressive MP4. */
export type Technique = 'hls.js' | 'native-hls' | 'progressive';

export interface Abilities {
  /** Media Source Extensions that take H.264 and AAC, which hls.js needs. */
  readonly mediaSource: boolean;
  readonly nativeHls: boolean;
}

/**
 * hls.js wherever it runs: only it can be told when to try again and where. MP4 comes last: a lost connection costs it a
 * request for all the rest.
 */
export function chooseTechnique({ mediaSource, nativeHls }: Abilities): Technique {
  if (mediaSource) return 'hls.js';
  return nativeHls ? 'native-hls' : 'progressive';
}

/** What every video here is: H.264 up to level 4.2, and AAC. */
const contentType = 'video/mp4; codecs="avc1.64002A,mp4a.40.2"';

export function abilitiesOf(video: HTMLVideoElement): Abilities {
  // Safari on an iPhone has only the managed one, which hls.js takes as well.
  const { MediaSource, ManagedMediaSource } = globalThis as {
    MediaSource?: { isTypeSupported(type: string): boolean };
    ManagedMediaSource?: { isTypeSupported(type: string): boolean };
  };
  return {
    mediaSource: (ManagedMediaSource ?? MediaSource)?.isTypeSupported(contentType) ?? false,
    nativeHls: video.canPlayType('application/vnd.apple.mpegurl') !== '',
  };
}
