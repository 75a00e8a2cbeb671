import type Hls from 'hls.js';
import type { ErrorData, HlsConfig } from 'hls.js';
import { hlsConfig } from './hls-config.js';
import { holdStart } from './hold-start.js';
import { failOver, type Playback } from './playback.js';
import type { FatalReason } from './player-events.js';
import { isWorthRetrying } from './retries.js';

/** A second fatal error of the media within this time is not mended by beginning anew once more. */
const mendingMs = 10_000;

/** Plays a playlist by hls.js, every request of which goes to the current origin. */
export function playByHlsJs(
  HlsClass: typeof Hls,
  playback: Playback,
  playlist: string,
  ownConfig: Partial<HlsConfig>,
): void {
  const { video, source, emitter, signal } = playback;
  const startsAtOnce = video.autoplay || video.preload !== 'none';
  const hls = new HlsClass({
    ...hlsConfig(() => failOver(playback)),
    autoStartLoad: startsAtOnce,
    ...ownConfig,
    // Each try asks for its URL here, so it goes wherever the last failure has led.
    xhrSetup: (xhr, url) => xhr.open('GET', source.moved(url), true),
  });
  let mendedAtMs = -Infinity;
  const end = (reason: FatalReason, { response, error }: ErrorData) => {
    hls.off(HlsClass.Events.ERROR, onError);
    hls.stopLoad();
    emitter.emit('fatal', { reason, status: response?.code, cause: error });
  };
  const onError = (_event: unknown, data: ErrorData) => {
    // hls.js asks for a segment again even where it is told that this is no use.
    if (data.type === 'networkError' && !isWorthRetrying(data.response?.code)) {
      end('refused', data);
    } else if (data.fatal && data.type === 'mediaError' && performance.now() - mendedAtMs > mendingMs) {
      mendedAtMs = performance.now();
      hls.recoverMediaError();
    } else if (data.fatal) {
      end(data.type === 'networkError' ? 'network' : 'media', data);
    }
  };
  hls.on(HlsClass.Events.ERROR, onError);
  hls.once(HlsClass.Events.MEDIA_ATTACHED, () => {
    hls.on(HlsClass.Events.FRAG_BUFFERED, holdStart(video, signal));
  });
  hls.once(HlsClass.Events.MANIFEST_PARSED, () => offerQualities(hls, playback));
  hls.loadSource(source.url(playlist));
  hls.attachMedia(video);
  if (!startsAtOnce) video.addEventListener('play', () => hls.startLoad(), { once: true, signal });
  signal.addEventListener('abort', () => hls.destroy());
}

/** hls.js has its levels in ascending order. */
function offerQualities(hls: Hls, { qualities }: Playback): void {
  const last = hls.levels.length - 1;
  const list = hls.levels.map(({ width, height, bitrate }) => ({ width, height, bitrate })).reverse();
  qualities.offer(list, (index) => {
    hls.nextLevel = index === -1 ? -1 : last - index;
  });
}
