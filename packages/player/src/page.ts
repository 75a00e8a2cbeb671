import { createPlayer, type Player } from './create-player.js';

/**
 * For pages without code of their own: plays every `<video data-video-id="…">`, from the addresses in `data-video-origins` (with spaces
 * between; the page's own first where it is among them), or from the page's own origin. The sources in the element are for browsers
 * without JavaScript. With `data-video-renditions` its smaller sizes can be chosen; `data-video-token` is what admits, where playback is signed.
 *
 * These are the players, for controls that are more than the browser's.
 */
export const players = new Map<HTMLVideoElement, Player>();
for (const video of document.querySelectorAll<HTMLVideoElement>('video[data-video-id]')) {
  const { videoId = '', videoOrigins = '', videoRenditions, videoToken } = video.dataset;
  // Somebody was faster than this script: what plays is left to play.
  if (!video.paused) continue;
  // The element's own sources would be loaded too, up to now kept from that by `preload="none"`.
  for (const source of video.querySelectorAll('source')) source.remove();
  video.load();
  video.preload = 'metadata';
  const player = createPlayer(video, {
    id: videoId,
    origins: originsOf(videoOrigins),
    renditions: videoRenditions !== undefined,
    ...(videoToken !== undefined && { token: videoToken }),
  });
  if (videoToken !== undefined) void placeTracks(video);
  players.set(video, player);
  // By itself hls.js begins with a small one, and takes the speed at which a video is made for that of the network: every change would have
  // another rendition made. So the video itself is played until somebody chooses.
  player.qualities.addEventListener('offered', () => player.qualities.choose(0));
  player.on('fatal', ({ status }) => {
    const message = document.createElement('p');
    message.setAttribute('role', 'alert');
    message.textContent =
      status === 410
        ? 'This video was deleted.'
        : 'This video cannot be played on. Loading the page again may help.';
    video.after(message);
  });
}

/** Whoever has come by one of several addresses begins there: it answered just now. */
function originsOf(named: string): readonly string[] {
  const origins = named.split(' ').filter((each) => each !== '');
  if (origins.length === 0) return [location.origin];
  const isOwn = (origin: string) => new URL(origin).origin === location.origin;
  return [...origins.filter(isOwn), ...origins.filter((each) => !isOwn(each))];
}

/** What a storyboard names is beside where a token leads to, and those who show it look beside the address of the track. */
async function placeTracks(video: HTMLVideoElement): Promise<void> {
  for (const track of video.querySelectorAll('track')) {
    const answer = await fetch(track.src, { method: 'HEAD' }).catch(() => undefined);
    if (answer?.ok === true && answer.redirected) track.src = answer.url;
  }
}
