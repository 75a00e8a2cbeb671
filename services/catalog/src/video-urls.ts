export interface VideoUrls {
  readonly mp4: string;
  /** The media playlist of the video itself. */
  readonly hls: string;
  /** The playlist of the video and its renditions. */
  readonly multivariant: string;
  readonly poster: string;
  /** WebVTT that names small pictures of the video, for seek bars. */
  readonly storyboard: string;
  readonly watch: string;
}

/** Where a video is played: paths, or absolute URLs when `publicUrl` (without a trailing slash) is not empty. */
export function videoUrls(publicUrl: string, id: string): VideoUrls {
  return {
    mp4: `${publicUrl}/v/${id}/video.mp4`,
    hls: `${publicUrl}/v/${id}/index.m3u8`,
    multivariant: `${publicUrl}/v/${id}/multivariant.m3u8`,
    poster: `${publicUrl}/v/${id}/poster.jpg`,
    storyboard: `${publicUrl}/v/${id}/storyboard.vtt`,
    watch: `${publicUrl}/watch/${id}`,
  };
}
