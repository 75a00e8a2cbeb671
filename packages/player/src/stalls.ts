import type { PlayerEmitter } from './player-events.js';

const watched = ['playing', 'waiting', 'seeking', 'ended', 'emptied'] as const;
export type MediaEvent = (typeof watched)[number];

/**
 * Tells stalls from other waiting. `starting` (nothing has played since the beginning or a seek) ── playing ──▶ `playing`
 * ── waiting ──▶ `stalled` ── playing ──▶ `playing`; a seek leads back to `starting`.
 */
export class StallDetector {
  #state: 'starting' | 'playing' | 'stalled' = 'starting';
  #sinceMs = 0;

  /** Gives what is to be told of it. */
  take(event: MediaEvent, nowMs: number): { stall: true } | { recoveredAfterMs: number } | undefined {
    const before = this.#state;
    if (event === 'waiting') {
      if (before !== 'playing') return undefined;
      this.#state = 'stalled';
      this.#sinceMs = nowMs;
      return { stall: true };
    }
    // A source that is loaded anew in the middle of a stall does not end it.
    if (event === 'emptied' && before === 'stalled') return undefined;
    if (event === 'seeking' && before === 'stalled') return undefined;
    this.#state = event === 'playing' ? 'playing' : 'starting';
    return event === 'playing' && before === 'stalled'
      ? { recoveredAfterMs: nowMs - this.#sinceMs }
      : undefined;
  }
}

/** Tells of the stalls of `video` until `signal` ends it. */
export function watchStalls(video: HTMLVideoElement, emitter: PlayerEmitter, signal: AbortSignal): void {
  const detector = new StallDetector();
  for (const name of watched) {
    const take = () => {
      // At its end, or paused, nothing is missing.
      if (name === 'waiting' && (video.ended || video.paused)) return;
      const told = detector.take(name, performance.now());
      if (told === undefined) return;
      const positionS = video.currentTime;
      if ('stall' in told) emitter.emit('stall', { positionS });
      else emitter.emit('recovered', { positionS, stalledMs: told.recoveredAfterMs });
    };
    video.addEventListener(name, take, { signal });
  }
}
