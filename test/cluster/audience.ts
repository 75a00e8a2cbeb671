import { setTimeout as pass } from 'node:timers/promises';
import type { Played } from './player.js';

export interface AudienceOptions {
  /** Asks for a path. `tries` tells which of several routers: another one where a segment was asked for before in vain. */
  readonly ask: (path: string, tries: number, maxBytesPerSecond?: number) => Promise<Played>;
  readonly progressiveBytesPerSecond: number;
  /** A segment player plays what it has before it asks for more. */
  readonly betweenSegmentsMs: number;
}

/** How long a segment player tries to get one segment until it gives it up; hls.js takes 31 s. */
const patienceMs = 10_000;
/** A player's own pause before it asks again for what it did not get. */
const retryPauseMs = 200;

/** Players of both kinds, and what they got. */
export class Audience {
  progressive = 0;
  segments = 0;
  /** Progressive responses that were no whole video, by path. */
  readonly broken: string[] = [];
  /** What a segment player gave up, by path. */
  readonly givenUp: string[] = [];
  readonly #options: AudienceOptions;

  constructor(options: AudienceOptions) {
    this.#options = options;
  }

  /** One response to its end: what is begun must be whole. */
  async playProgressive(path: string, index: number): Promise<void> {
    const { ask, progressiveBytesPerSecond } = this.#options;
    const played = await ask(path, index, progressiveBytesPerSecond).catch(() => undefined);
    this.progressive += 1;
    if (played?.whole !== true || played.status !== 200)
      this.broken.push(`${path}: ${played?.status ?? 'no answer'}, ${played?.body.length ?? 0} bytes`);
  }

  /** Segment by segment, as players of HLS do: one that fails is asked for again. */
  async playSegments(path: string, index: number, over: AbortSignal): Promise<void> {
    const playlist = (await this.#obtain(path, index)) ?? '';
    const names = playlist.split('\n').filter((line) => line.endsWith('.m4s'));
    for (const name of ['init.mp4', ...names]) {
      if (over.aborted) return;
      this.segments += 1;
      await this.#obtain(path.replace('index.m3u8', name), index);
      await pass(this.#options.betweenSegmentsMs);
    }
  }

  async #obtain(path: string, index: number): Promise<string | undefined> {
    const giveUpAtMs = performance.now() + patienceMs;
    for (let tries = index; performance.now() < giveUpAtMs; tries += 1) {
      const played = await this.#options.ask(path, tries).catch(() => undefined);
      if (played?.status === 200 && played.whole) return played.body.toString('latin1');
      await pass(retryPauseMs);
    }
    this.givenUp.push(path);
    return undefined;
  }
}
