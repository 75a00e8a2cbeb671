import { createHash } from 'node:crypto';
import { escapeHtml, htmlPage } from '@understudy/service-kit';
import type { VideoUrls } from '../video-urls.js';
import type { Embedders } from './embedders.js';
import { watchStyle } from './watch-style.js';

const styleDigest = createHash('sha256').update(watchStyle).digest('base64');

export interface WatchPagePolicy {
  /** Empty where the videos are where the page comes from. */
  readonly publicUrl: string;
  /** The public addresses of the service. */
  readonly origins: readonly string[];
  /** Digests of the styles of the page's controls. */
  readonly styles: readonly string[];
  /** Whose pages may have it in a frame, beside those of the service itself. */
  readonly embeddedBy: Embedders;
}

/**
 * The page's Content-Security-Policy: nothing but its own scripts, its own style and those of its controls, and media from where the videos
 * are. Those that hls.js puts together have a `blob:` URL. It may be framed, because pages that embed a video are what it is for.
 */
export function watchPagePolicy({ publicUrl, origins, styles, embeddedBy }: WatchPagePolicy): string {
  const own = publicUrl === '' ? ["'self'"] : [];
  const named = origins.map((each) => new URL(each).origin);
  const media = [...new Set([...own, ...named])].join(' ');
  // The page where videos are made shows this one in a frame.
  const framedBy = embeddedBy === 'anybody' ? ['*'] : [...new Set(["'self'", ...named, ...embeddedBy])];
  return [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${media}`,
    `media-src ${media} blob:`,
    `img-src ${media}`,
    `style-src ${[styleDigest, ...styles].map((digest) => `'sha256-${digest}'`).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framedBy.join(' ')}`,
  ].join('; ');
}

export interface WatchPage {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly id: string;
  /** What admits to the video, where playback is signed. */
  readonly token: string | undefined;
  readonly urls: VideoUrls;
  /** The public addresses of the service; none where it is where the page comes from. */
  readonly origins: readonly string[];
  /** The file among the player's assets that plays the video. */
  readonly script: string;
}

/** What is over the picture; elements of media-chrome, and nothing at all until it is loaded. */
const controls = `<media-loading-indicator slot="centered-chrome" noautohide></media-loading-indicator>
<media-rendition-menu hidden anchor="auto"></media-rendition-menu>
<media-control-bar class="seek">
<media-time-range></media-time-range>
</media-control-bar>
<media-control-bar>
<media-play-button></media-play-button>
<media-seek-backward-button seekoffset="10" class="wide"></media-seek-backward-button>
<media-seek-forward-button seekoffset="10" class="wide"></media-seek-forward-button>
<media-mute-button></media-mute-button>
<media-volume-range class="wide"></media-volume-range>
<media-time-display showduration notoggle></media-time-display>
<span class="gap"></span>
<media-rendition-menu-button></media-rendition-menu-button>
<media-pip-button class="wide"></media-pip-button>
<media-fullscreen-button></media-fullscreen-button>
</media-control-bar>`;

/**
 * A page that plays one video by the player of `packages/player`. Without JavaScript the sources play it with the browser's own controls, the
 * second one in browsers that only take HLS while a video grows. `preload="none"` keeps them from being loaded beside the player.
 */
export function watchPage({ width, height, script, ...page }: WatchPage): string {
  const title = escapeHtml(page.title);
  const [mp4, hls, poster, storyboard] = [
    page.urls.mp4,
    page.urls.hls,
    page.urls.poster,
    page.urls.storyboard,
  ].map(escapeHtml);
  const token = page.token === undefined ? '' : ` data-video-token="${escapeHtml(page.token)}"`;
  const player = `data-video-id="${escapeHtml(page.id)}" data-video-origins="${escapeHtml(page.origins.join(' '))}" data-video-renditions${token}`;
  const head = `<style>${watchStyle}</style>
<script type="module" src="assets/${script}"></script>`;
  const body = `<main>
<h1 id="title">${title}</h1>
<media-controller>
<video controls slot="media" playsinline preload="none" crossorigin width="${width}" height="${height}" poster="${poster}" ${player} aria-labelledby="title">
<source src="${mp4}" type="video/mp4">
<source src="${hls}" type="application/vnd.apple.mpegurl">
<track kind="metadata" label="thumbnails" src="${storyboard}">
<p>This browser plays no video. <a href="${mp4}">Open the video file</a>.</p>
</video>
${controls}
</media-controller>
</main>`;
  return htmlPage({ title: page.title, head, body });
}
