import type { Rendered } from '@understudy/description';
import type { Pricing } from './price/pricing.js';

/** What a worker needs of a generator. Which of the two kinds it is decides what happens when the worker that runs it dies. */
export type Generator = SegmentGenerator | StreamGenerator;

interface Named {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Raised whenever a description would give other bytes than before. */
  readonly version: string;
  /** SHA-256 in hex over whatever changes the bytes. Workers of one fingerprint are a pool: they copy from each other. */
  readonly fingerprint: string;
  /**
   * Known before anything is made.
   * @throws UnderstudyError `generator_unavailable` for a description that is another generator's
   */
  streamFacts(description: Rendered): StreamFacts;
  /** What making costs. Without it a video costs as many generation-seconds as it lasts: see `flatPricing`. */
  readonly pricing?: Pricing;
  /** A JPEG that stands for the video. Without it a video has none. */
  readonly poster?: (description: Rendered, signal: AbortSignal, manner?: RunManner) => Promise<Uint8Array>;
  /** A JPEG with the tiles of one sheet of `planStoryboard`, counted from 0. Without it a video has no storyboard. */
  readonly storyboardSheet?: (
    description: Rendered,
    sheet: number,
    signal: AbortSignal,
    manner?: RunManner,
  ) => Promise<Uint8Array>;
}

/**
 * Makes each segment by itself. However a call ends (done, error, abort, a reader that leaves), nothing of it goes on.
 * Every call throws UnderstudyError `generator_unavailable` (it cannot run here, or the description is another generator's),
 * `generator_failed`, `generator_stalled`; the signal's reason when aborted.
 */
export interface SegmentGenerator extends Named {
  /**
   * `byte`: a segment has the same bytes every time, under the same fingerprint. `segment`: the same pictures and times in other bytes; then
   * nothing of a segment is shown before two workers have all of it.
   */
  readonly resumable: 'byte' | 'segment';
  /** The initialization segment (ftyp and moov). */
  init(description: Rendered, signal: AbortSignal, manner?: RunManner): Promise<Uint8Array>;
  /** One segment of `planSegments` as it is made: its initialization bytes first, then its media bytes. */
  segment(
    description: Rendered,
    index: number,
    signal: AbortSignal,
    manner?: RunManner,
  ): AsyncIterable<SegmentPiece>;
}

/** Makes a video only as a whole, from its beginning. Ends and throws as a `SegmentGenerator` does. */
export interface StreamGenerator extends Named {
  /** What a lost worker had made is made again from the start, and compared with what was shown. */
  readonly resumable: 'none';
  /** The initialization segment, then the segments of `planSegments` in order, each in as many parts as it comes in. */
  stream(description: Rendered, signal: AbortSignal, manner?: RunManner): AsyncIterable<StreamPart>;
}

/** How one run is made; what comes of it is the same. */
export interface RunManner {
  /** By how much it gives way to others, 0 to 19 (nice(1)), where that is more than what the generator's runs do anyway. */
  readonly nice?: number;
  /** So many times as long as others it may be without output before it counts as stalled; once when unset. */
  readonly patience?: number;
}

/** What players are told of a stream in a multivariant playlist (RFC 8216 section 4.3.4.2). */
export interface StreamFacts {
  /** As in RFC 6381: exactly what the initialization segment says. */
  readonly codecs: string;
  /** Of any contiguous segments that last 0.5 to 1.5 target durations together: an upper bound. */
  readonly peakBitsPerS: number;
}

export interface SegmentPiece {
  readonly piece: 'init' | 'media';
  readonly bytes: Uint8Array;
}

export interface StreamPart {
  readonly piece: 'init' | number;
  readonly bytes: Uint8Array;
}
