import { createHash } from 'node:crypto';
import type { VideoUrls } from '../video-urls.js';
import { escapeHtml } from './escape-html.js';

const style = `:root{color-scheme:dark}body{margin:0;background:#111;color:#eee;font:16px/1.5 system-ui,sans-serif}
main{max-width:1100px;margin:0 auto;padding:16px}h1{font-size:1.25rem;font-weight:600;overflow-wrap:anywhere}
video{display:block;width:100%;height:auto;max-height:80vh;background:#000}a{color:#9cf}`;
const styleDigest = createHash('sha256').update(style).digest('base64');

/**
 * The page's Content-Security-Policy: nothing but its own style and scripts, and media from where the videos are; those that hls.js puts together
 * have a `blob:` URL. It may be framed, because pages that embed a video are what it is for.
 */
export function watchPagePolicy(publicUrl: string): string {
  const origin = publicUrl === '' ? "'self'" : new URL(publicUrl).origin;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${origin}`,
    `media-src ${origin} blob:`,
    `img-src ${origin}`,
    `style-src 'sha256-${styleDigest}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

export interface WatchPage {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly id: string;
  readonly urls: VideoUrls;
  readonly publicUrl: string;
  /** The file among the player's assets that plays the video. */
  readonly script: string;
}

/**
 * A page that plays one video with the browser's own controls, by the player of `packages/player`. Without JavaScript the sources play it, the second one in
 * browsers that only take HLS while a video grows. `preload="none"` keeps them from being loaded beside the player.
 */
export function watchPage({ width, height, script, ...page }: WatchPage): string {
  const title = escapeHtml(page.title);
  const [mp4, hls, poster] = [page.urls.mp4, page.urls.hls, page.urls.poster].map(escapeHtml);
  const player = `data-video-id="${escapeHtml(page.id)}" data-video-origin="${escapeHtml(page.publicUrl)}"`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
<script type="module" src="assets/${script}"></script>
</head>
<body>
<main>
<h1 id="title">${title}</h1>
<video controls playsinline preload="none" width="${width}" height="${height}" poster="${poster}" ${player} aria-labelledby="title">
<source src="${mp4}" type="video/mp4">
<source src="${hls}" type="application/vnd.apple.mpegurl">
<p>This browser plays no video. <a href="${mp4}">Open the video file</a>.</p>
</video>
</main>
</body>
</html>
`;
}
