import type { EnvReader } from '@understudy/service-kit';
import { readClipBytes } from './clip-bytes.js';

/** What a clip may be at most; one that is more is refused before a frame of it is decoded. */
export interface ClipLimits {
  readonly bytes: number;
  readonly streams: number;
  readonly durationS: number;
  /** Of one picture: width times height. A picture later in the clip that is larger is not decoded either. */
  readonly pixels: number;
}

/** What a worker reads of them. */
export function readClipLimits(read: EnvReader): ClipLimits {
  return {
    bytes: readClipBytes(read),
    streams: read.integer('UNDERSTUDY_CLIP_STREAMS', { fallback: 64, min: 1, max: 1_000 }),
    durationS: read.integer('UNDERSTUDY_CLIP_DURATION_S', { fallback: 86_400, min: 1, max: 31_536_000 }),
    // Photographs have that many; a film of 7,680 × 4,320 half of it.
    pixels: read.integer('UNDERSTUDY_CLIP_PIXELS', { fallback: 64_000_000, min: 4_096, max: 1_000_000_000 }),
  };
}
