import type { Description } from '@understudy/description';

/** What a worker needs of any generator. */
export interface Generator {
  readonly name: string;
  readonly version: string;
  /** SHA-256 in hex over whatever changes the bytes. Equal fingerprints promise equal bytes when `resumable` is `byte`. */
  readonly fingerprint: string;
  /** `byte`: the same bytes every time. `segment`: the same segments in other bytes. `none`: only from the start. */
  readonly resumable: 'byte' | 'segment' | 'none';
  /** The initialization segment (ftyp and moov). */
  init(description: Description, signal: AbortSignal): Promise<Uint8Array>;
  /** One segment as it is made: its initialization bytes in one piece first, then its media bytes. */
  segment(description: Description, index: number, signal: AbortSignal): AsyncIterable<SegmentPiece>;
  /** A JPEG that stands for the video. */
  poster(description: Description, signal: AbortSignal): Promise<Uint8Array>;
}

export interface SegmentPiece {
  readonly piece: 'init' | 'media';
  readonly bytes: Uint8Array;
}
