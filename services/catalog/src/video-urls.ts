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

/** Where a video is played: paths, or absolute URLs when `publicUrl` (without a trailing slash) is not empty; with `token`, where one is given. */
export function videoUrls(publicUrl: string, id: string, token?: string): VideoUrls {
  const query = token === undefined ? '' : `?token=${encodeURIComponent(token)}`;
  return {
    mp4: `${publicUrl}/v/${id}/video.mp4${query}`,
    hls: `${publicUrl}/v/${id}/index.m3u8${query}`,
    multivariant: `${publicUrl}/v/${id}/multivariant.m3u8${query}`,
    poster: `${publicUrl}/v/${id}/poster.jpg${query}`,
    storyboard: `${publicUrl}/v/${id}/storyboard.vtt${query}`,
    watch: `${publicUrl}/watch/${id}${query}`,
  };
}
