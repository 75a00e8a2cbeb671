import type { PlayerEmitter } from './player-events.js';
import type { Qualities } from './qualities.js';
import type { VideoSource } from './video-source.js';

/** One video element that plays one source, whatever the technique. */
export interface Playback {
  readonly video: HTMLVideoElement;
  readonly source: VideoSource;
  readonly emitter: PlayerEmitter;
  readonly qualities: Qualities;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** Goes over to another origin, where there is one, and tells of it. */
export function failOver({ source, emitter }: Playback): void {
  const moved = source.failOver();
  if (moved !== undefined) emitter.emit('failover', moved);
}
