import { type Description, planSegments } from '@understudy/description';
import { fontPath } from '../font.js';
import { segmentArguments } from '../graph/segment-arguments.js';
import { clipLimits, clipsByPath } from './clips-by-path.js';

/**
 * ffmpeg's arguments for the whole video in one run on its standard output, with the settings of a segment: what segments are
 * measured against.
 */
export async function plainRunArguments(description: Description, libraryDir: string): Promise<string[]> {
  const findClip = await clipsByPath(libraryDir, description);
  const { totalFrames, durationS } = planSegments(description);
  const whole = { index: 0, firstFrame: 0, frameCount: totalFrames, startS: 0, durationS };
  return segmentArguments(description, whole, { fontPath, findClip, clipLimits });
}
