import type Hls from 'hls.js';
import type { ErrorData, HlsConfig } from 'hls.js';
import type { Told } from './client-data.js';
import { hlsConfig } from './hls-config.js';
import { holdStart } from './hold-start.js';
import { failOver, type Playback } from './playback.js';
import type { FatalReason } from './player-events.js';
import { isWorthRetrying } from './retries.js';
import type { VideoSource } from './video-source.js';

/** A second fatal error of the media within this time is not mended by beginning anew once more. */
const mendingMs = 10_000;

/** Plays a playlist by hls.js, every request of which goes to the current origin, with what `tell` adds. */
export function playByHlsJs(
  HlsClass: typeof Hls,
  playback: Playback,
  playlist: string,
  ownConfig: Partial<HlsConfig>,
  tell: (url: string) => Told,
): void {
  const { video, source, emitter, signal } = playback;
  const startsAtOnce = video.autoplay || video.preload !== 'none';
  const hls = new HlsClass({
    ...hlsConfig(() => failOver(playback)),
    autoStartLoad: startsAtOnce,
    ...ownConfig,
    // Each try asks for its URL here, so it goes wherever the last failure has led.
    xhrSetup(xhr, url) {
      const told = tell(source.moved(url));
      xhr.open('GET', told.url, true);
      for (const [name, value] of Object.entries(told.headers)) xhr.setRequestHeader(name, value);
    },
  });
  followSteering(HlsClass, hls, source);
  let mendedAtMs = -Infinity;
  let isRenewing = false;
  const end = (reason: FatalReason, { response, error }: ErrorData) => {
    hls.off(HlsClass.Events.ERROR, onError);
    hls.stopLoad();
    emitter.emit('fatal', { reason, status: response?.code, cause: error });
  };
  const onError = (_event: unknown, data: ErrorData) => {
    const url = data.frag?.url ?? data.url ?? '';
    if (data.response?.code === 403 && source.isGranted(url) && !isRenewing) {
      isRenewing = true;
      // It asks again by itself where it is told to load; what is in the buffer plays on meanwhile.
      void renewGrant(source, playlist, signal).then((renewed) => {
        isRenewing = false;
        if (renewed) hls.startLoad();
        else if (!signal.aborted) end('refused', data);
      });
      return;
    }
    if (isRenewing) return;
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
    const look = holdStart(video, signal);
    hls.on(HlsClass.Events.FRAG_BUFFERED, look);
    // Where it does not begin at its beginning, it goes there when something is in the buffer.
    video.addEventListener('seeked', look, { signal });
  });
  hls.once(HlsClass.Events.MANIFEST_PARSED, () => offerQualities(hls, playback));
  hls.loadSource(source.url(playlist));
  hls.attachMedia(video);
  if (!startsAtOnce) {
    const start = () => hls.startLoad(hls.config.startPosition);
    video.addEventListener('play', start, { once: true, signal });
  }
  signal.addEventListener('abort', () => hls.destroy());
}

/** Asks for the playlist once more, by the token: where playback is signed its segments are only good for a time. Never rejects. */
async function renewGrant(source: VideoSource, playlist: string, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(source.url(playlist), { method: 'HEAD', signal });
    return answer.ok && source.regrant(answer.url);
  } catch {
    return false;
  }
}

/**
 * The pathways of a multivariant playlist are further origins, and go the same way when one fails: hls.js by itself would try a dead one for as
 * long as any. Which of them comes first the steering manifest says.
 */
function followSteering(HlsClass: typeof Hls, hls: Hls, source: VideoSource): void {
  hls.on(HlsClass.Events.MANIFEST_LOADED, (_event, { levels }) => {
    for (const { url } of levels) source.learn(url);
  });
  hls.on(HlsClass.Events.STEERING_MANIFEST_LOADED, () => {
    // hls.js goes over to the first pathway once everybody has heard of it.
    queueMicrotask(() => {
      const [level] = hls.levels;
      if (level !== undefined) source.prefer(level.uri);
    });
  });
}

/** hls.js has its levels in ascending order. */
function offerQualities(hls: Hls, { qualities }: Playback): void {
  const last = hls.levels.length - 1;
  const list = hls.levels.map(({ width, height, bitrate }) => ({ width, height, bitrate })).reverse();
  qualities.offer(list, (index) => {
    hls.nextLevel = index === -1 ? -1 : last - index;
  });
}
