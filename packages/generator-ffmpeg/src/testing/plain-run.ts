import { createRequire } from 'node:module';
import { type Description, planSegments } from '@understudy/description';
import { segmentArguments } from '../graph/segment-arguments.js';
import { Library } from '../library/library.js';

const fontPath = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');

/**
 * ffmpeg's arguments for the whole video in one run on its standard output, with the settings of a segment: what segments are
 * measured against.
 */
export async function plainRunArguments(description: Description, libraryDir: string): Promise<string[]> {
  const findClip = await new Library(libraryDir, 'ffprobe').clipsOf(
    description,
    new AbortController().signal,
  );
  const { totalFrames, durationS } = planSegments(description);
  const whole = { index: 0, firstFrame: 0, frameCount: totalFrames, startS: 0, durationS };
  return segmentArguments(description, whole, { fontPath, findClip });
}
