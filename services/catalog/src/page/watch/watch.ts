import './offer-renditions.js';
import 'media-chrome/media-controller';
import 'media-chrome/media-control-bar';
import 'media-chrome/media-loading-indicator';
import 'media-chrome/media-play-button';
import 'media-chrome/media-seek-backward-button';
import 'media-chrome/media-seek-forward-button';
import 'media-chrome/media-time-range';
import 'media-chrome/media-time-display';
import 'media-chrome/media-mute-button';
import 'media-chrome/media-volume-range';
import 'media-chrome/media-pip-button';
import 'media-chrome/media-fullscreen-button';
import 'media-chrome/menu/media-chrome-menu-item';
import 'media-chrome/menu/media-rendition-menu';
import 'media-chrome/menu/media-rendition-menu-button';

/** The controls of the watch page are the browser's own until these are here. */
for (const video of document.querySelectorAll('video')) {
  video.controls = false;
  // The storyboard, which nobody needs without a seek bar that shows it.
  for (const track of video.textTracks) track.mode = 'hidden';
  // For a page that frames this one after a click of its own.
  if (location.hash === '#play') video.play().catch(() => {});
}
document.documentElement.classList.add('controlled');

// There is no menu above this one, yet it has a button that leads there: it cannot be seen, but screen readers come upon it among the qualities.
for (const menu of document.querySelectorAll('media-rendition-menu'))
  menu.shadowRoot
    ?.querySelector<HTMLElement>('slot[name="header"] > button')
    ?.style.setProperty('display', 'none');
