/** The build without subtitles, DRM and other audio tracks, none of which a video has here. It ships no types of its own. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
