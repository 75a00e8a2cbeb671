import type { Source } from '@understudy/description';

/**
 * Sources that can only be computed from their beginning begin anew this often (8 s at 30 fps), with a seed of their own each
 * time, so that a late segment costs no more than an early one: at most 239 frames are computed and thrown away, and
 * those at 0.3 to 0.7 ms each.
 */
const restartPeriodFrames = 240;

/** After how many frames of its scene a source begins anew; Infinity where it can begin anywhere. */
export function restartFrames(source: Source): number {
  const fromBeginningOnly =
    source.type === 'life' ||
    source.type === 'cellular' ||
    (source.type === 'testcard' && source.card === 'testsrc2');
  return fromBeginningOnly ? restartPeriodFrames : Number.POSITIVE_INFINITY;
}

/** Which beginning frame `firstFrame` of the scene belongs to, and how many frames lie between. */
export function sinceRestart(source: Source, firstFrame: number): { restart: number; skipFrames: number } {
  const period = restartFrames(source);
  if (period === Number.POSITIVE_INFINITY) return { restart: 0, skipFrames: firstFrame };
  return { restart: Math.floor(firstFrame / period), skipFrames: firstFrame % period };
}
