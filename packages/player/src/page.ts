import { createPlayer } from './create-player.js';

/**
 * For pages without code of their own: plays every `<video data-video-id="…">`, from `data-video-origin` or the page's own origin. What the
 * element holds is for browsers without JavaScript.
 */
for (const video of document.querySelectorAll<HTMLVideoElement>('video[data-video-id]')) {
  const { videoId = '', videoOrigin } = video.dataset;
  // Somebody was faster than this script: what plays is left to play.
  if (!video.paused) continue;
  // The element's own sources would be loaded too, up to now kept from that by `preload="none"`.
  video.replaceChildren();
  video.load();
  video.preload = 'metadata';
  const player = createPlayer(video, { id: videoId, origin: videoOrigin || location.origin });
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
