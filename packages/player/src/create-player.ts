import type { HlsConfig } from 'hls.js';
import { playByHlsJs } from './play-by-hls-js.js';
import { playBySource } from './play-by-source.js';
import type { Playback } from './playback.js';
import { PlayerEmitter } from './player-events.js';
import { Qualities } from './qualities.js';
import { watchStalls } from './stalls.js';
import { abilitiesOf, chooseTechnique, type Technique } from './technique.js';
import { VideoSource } from './video-source.js';

interface CommonOptions {
  /** The opaque ID of the video. */
  readonly id: string;
  /** Put behind every URL as `?token=`. */
  readonly token?: string;
  /** Whether a smaller picture may be played where the network is slow. Default false. */
  readonly renditions?: boolean;
  /** Default: the best that the browser has. */
  readonly technique?: Technique;
  /** Further settings of hls.js. */
  readonly hls?: Partial<HlsConfig>;
}

/** `origin` is the address of a router, `origins` are those of several: when one does not answer, the next is asked. */
export type PlayerOptions = CommonOptions &
  (
    | { readonly origin: string; readonly origins?: never }
    | { readonly origins: readonly string[]; readonly origin?: never }
  );

export interface Player {
  /** Known at once; another one when hls.js cannot be loaded. */
  readonly technique: Technique;
  /** What there is to choose from, with `renditions`. The network decides until one is chosen. */
  readonly qualities: Qualities;
  /** Gives a function that ends it. */
  readonly on: PlayerEmitter['on'];
  /** Ends playing and every request; the element can be used again. */
  destroy(): void;
}

/** Plays a video in an element of the page. With `preload="none"` nothing of it is asked for (nor made) before somebody plays it. */
export function createPlayer(video: HTMLVideoElement, options: PlayerOptions): Player {
  const { id, token } = options;
  const origins = options.origins ?? [options.origin];
  const end = new AbortController();
  const emitter = new PlayerEmitter();
  const qualities = new Qualities();
  const source = new VideoSource({ id, origins, token });
  const playback = { video, source, emitter, qualities, signal: end.signal };
  const abilities = abilitiesOf(video);
  let technique = options.technique ?? chooseTechnique(abilities);

  watchStalls(video, emitter, end.signal);
  if (technique === 'hls.js') {
    loadHlsJs(playback, options).catch(() => {
      if (end.signal.aborted) return;
      technique = chooseTechnique({ ...abilities, mediaSource: false });
      playBySource(playback, partOf(technique, options));
    });
  } else {
    playBySource(playback, partOf(technique, options));
  }

  return {
    get technique() {
      return technique;
    },
    qualities,
    on: (name, listener) => emitter.on(name, listener),
    destroy() {
      emitter.clear();
      end.abort();
    },
  };
}

/** hls.js is large, so it comes only where it is needed. */
async function loadHlsJs(playback: Playback, options: PlayerOptions): Promise<void> {
  const { default: Hls } = await import('hls.js/light');
  if (playback.signal.aborted) return;
  playByHlsJs(Hls, playback, partOf('hls.js', options), options.hls ?? {});
}

function partOf(technique: Technique, { renditions = false }: PlayerOptions): string {
  if (technique === 'progressive') return 'video.mp4';
  return renditions ? 'multivariant.m3u8' : 'index.m3u8';
}
