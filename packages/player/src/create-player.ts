import type { HlsConfig } from 'hls.js';
import { tellClientData } from './client-data.js';
import { playByHlsJs } from './play-by-hls-js.js';
import { playBySource } from './play-by-source.js';
import type { Playback } from './playback.js';
import { PlayerEmitter } from './player-events.js';
import { keepPosition, readPosition, SaveTimes, sessionPath } from './session.js';
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
  /**
   * Where somebody stopped, they go on when a video is played again under the same session, on any machine. Whoever has it may read and
   * change that: see `newSession`.
   */
  readonly session?: string | undefined;
  /** Whether requests of hls.js tell how it plays (CMCD), which the service counts. Default true. */
  readonly cmcd?: boolean;
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
  /** Gives a function that ends it. */
  readonly on: PlayerEmitter['on'];
  /** Ends playing and every request; the element can be used again. */
  destroy(): void;
}

/**
 * Plays a video in an element of the page. With `preload="none"` nothing of it is asked for (nor made) before somebody plays it.
 * @throws TypeError where there is no origin, or a session that is no good one
 */
export function createPlayer(video: HTMLVideoElement, options: PlayerOptions): Player {
  const { id, token, session } = options;
  const path = session === undefined ? undefined : sessionPath(session);
  const origins = options.origins ?? [options.origin];
  const end = new AbortController();
  const emitter = new PlayerEmitter();
  const playback = { video, source: new VideoSource({ id, origins, token }), emitter, signal: end.signal };
  const abilities = abilitiesOf(video);
  let technique = options.technique ?? chooseTechnique(abilities);

  watchStalls(video, emitter, end.signal);
  const position = path === undefined ? 0 : positionOf(playback, id, path);
  const beginBySource = (startS: number) => {
    if (end.signal.aborted) return;
    // A new source ends what somebody has begun to play meanwhile.
    const wasPlaying = !video.paused;
    playBySource(playback, partOf(technique, options), startS);
    if (wasPlaying) video.play().catch(() => {});
  };
  // At once where it can be: the page may go on with `play()`.
  const bySource = () =>
    typeof position === 'number' ? beginBySource(position) : void position.then(beginBySource);
  if (technique === 'hls.js') {
    loadHlsJs(playback, options, position).catch(() => {
      if (end.signal.aborted) return;
      technique = chooseTechnique({ ...abilities, mediaSource: false });
      bySource();
    });
  } else {
    bySource();
  }

  return {
    get technique() {
      return technique;
    },
    on: (name, listener) => emitter.on(name, listener),
    destroy() {
      emitter.clear();
      end.abort();
    },
  };
}

/** hls.js is large, so it comes only where it is needed. */
async function loadHlsJs(
  playback: Playback,
  options: PlayerOptions,
  position: number | Promise<number>,
): Promise<void> {
  const [{ default: Hls }, startS] = await Promise.all([import('hls.js/light'), position]);
  if (playback.signal.aborted) return;
  const { video, emitter, signal } = playback;
  const tell =
    options.cmcd === false
      ? (url: string) => ({ url, headers: {} })
      : tellClientData(video, options.id, emitter, signal);
  const config = { startPosition: startS || -1, ...options.hls };
  playByHlsJs(Hls, playback, partOf('hls.js', options), config, tell);
}

/** Where to begin, in seconds; from then on it is kept where somebody is. */
async function positionOf(playback: Playback, id: string, path: string): Promise<number> {
  const position = await readPosition(playback, id, path);
  if (!playback.signal.aborted) keepPosition(playback, id, path, new SaveTimes(position !== undefined));
  return position ?? 0;
}

function partOf(technique: Technique, { renditions = false }: PlayerOptions): string {
  if (technique === 'progressive') return 'video.mp4';
  return renditions ? 'multivariant.m3u8' : 'index.m3u8';
}
