import type { ClipFacts } from '../library/clip-facts.js';
import type { ClipLimits } from '../library/clip-limits.js';

/** Collects ffmpeg's inputs while a graph is built; a graph names them by their number. */
export class Inputs {
  readonly #limits: ClipLimits;
  readonly #arguments: string[] = [];
  #count = 0;

  constructor(limits: ClipLimits) {
    this.#limits = limits;
  }

  /** Adds a clip to be read from `seekS` for `readS` seconds (0 and undefined: all of it); its number in the graph. */
  add(
    { path, demuxer }: Pick<ClipFacts, 'path' | 'demuxer'>,
    range: { readonly seekS: number; readonly readS?: number },
  ): number {
    if (range.seekS > 0) this.#arguments.push('-ss', range.seekS.toFixed(6));
    if (range.readS !== undefined) this.#arguments.push('-t', range.readS.toFixed(6));
    const { streams, pixels } = this.#limits;
    // It is read as what it was when it was looked at, so never as a playlist; the white list is for what that may have inside.
    this.#arguments.push('-protocol_whitelist', 'file', '-f', demuxer, '-max_streams', String(streams + 1));
    // Pictures may become larger on the way.
    this.#arguments.push('-max_pixels', String(pixels), '-threads', '1', '-i', `file:${path}`);
    return this.#count++;
  }

  get arguments(): readonly string[] {
    return this.#arguments;
  }
}
