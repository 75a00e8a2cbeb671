import type { EnvReader } from '@understudy/service-kit';

/** How large a clip may be. A catalog reads it too: what is larger is refused before it is described. */
export function readClipBytes(read: EnvReader): number {
  return read.integer('UNDERSTUDY_CLIP_BYTES', {
    fallback: 50_000_000_000,
    min: 1_000,
    max: 999_999_999_999_999,
  });
}
