/**
 * Demuxers of ffmpeg that a clip may need: none of them opens another file. Playlists (HLS, DASH, `concat`), session descriptions, cue
 * sheets, patterns of names (`image2`) and subtitles do, and are none of these.
 */
const demuxers = [
  ...['mov', 'matroska', 'avi', 'mpegts', 'mpeg', 'mxf', 'flv', 'asf', 'ogg', 'dv'],
  ...['wav', 'w64', 'aiff', 'caf', 'flac', 'mp3', 'aac'],
  ...['gif', 'apng', 'png_pipe', 'jpeg_pipe', 'webp_pipe'],
];

/** ffmpeg's and ffprobe's options before any input whose format is not known yet. */
export const onlyKnownFormats: readonly string[] = ['-format_whitelist', demuxers.join(',')];

/** The demuxer of a format as ffprobe names it, which may be a list of all that it reads: any of them is its name. */
export function demuxerOf(formatName: string | undefined): string | undefined {
  return formatName?.split(',').find((name) => demuxers.includes(name));
}
