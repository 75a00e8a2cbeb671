import { isPlayed } from '@understudy/artifact';
import type { Holder, ManifestEntry } from '@understudy/metadata-store';

export interface Progress {
  readonly state: 'described' | 'generating' | 'complete';
  readonly sealedSegments: number;
  readonly totalSegments: number;
  /** Of the sealed pieces of the progressive MP4. */
  readonly bytes: number;
}

/**
 * How far an artifact is. The manifest may lag behind the workers while the store is away, so a holder that says it has
 * everything counts as well.
 */
export function progressOf(
  manifest: readonly ManifestEntry[],
  holders: readonly Holder[],
  totalSegments: number,
): Progress {
  const playable = manifest.filter(({ piece }) => isPlayed(piece));
  const sealedSegments = playable.filter(({ piece }) => piece !== 'init').length;
  const whole = holders.find((holder) => holder.complete);
  const bytes = playable.reduce((sum, { length }) => sum + length, 0);
  if (whole !== undefined || playable.length === totalSegments + 1) {
    return {
      state: 'complete',
      sealedSegments: totalSegments,
      totalSegments,
      bytes: Math.max(bytes, whole?.bytes ?? 0),
    };
  }
  return { state: playable.length > 0 ? 'generating' : 'described', sealedSegments, totalSegments, bytes };
}
