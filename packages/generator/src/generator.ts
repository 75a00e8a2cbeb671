import type { Rendered } from '@understudy/description';

/** What a worker needs of any generator. */
export interface Generator {
  readonly name: string;
  readonly version: string;
  /** SHA-256 in hex over whatever changes the bytes. Equal fingerprints promise equal bytes when `resumable` is `byte`. */
  readonly fingerprint: string;
  /** `byte`: the same bytes every time. `segment`: the same segments in other bytes. `none`: only from the start. */
  readonly resumable: 'byte' | 'segment' | 'none';
  /** The initialization segment (ftyp and moov). */
  init(description: Rendered, signal: AbortSignal): Promise<Uint8Array>;
  /** One segment as it is made: its initialization bytes in one piece first, then its media bytes. */
  segment(description: Rendered, index: number, signal: AbortSignal): AsyncIterable<SegmentPiece>;
  /** Known before anything is made. */
  streamFacts(description: Rendered): StreamFacts;
  /** A JPEG that stands for the video. */
  poster(description: Rendered, signal: AbortSignal): Promise<Uint8Array>;
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
