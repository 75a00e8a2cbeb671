import { join } from 'node:path';
import { type Generator, openProgramGenerator } from '@understudy/generator';
import { createFfmpegGenerator } from '@understudy/generator-ffmpeg';
import { requireDirectory } from '@understudy/service-kit';
import type { WorkerConfig } from './config.js';

/**
 * Opens the generator that `config` describes: the operator's program, or the bundled one.
 * @throws UnderstudyError `invalid_configuration` where a library or file was named that is not there, or says what it may not;
 *   `generator_unavailable`, `generator_failed` where it cannot run here
 */
export async function openGenerator(config: WorkerConfig): Promise<Generator> {
  const runs = { stallMs: config.generatorStallMs, nice: config.generatorNice };
  if (config.generatorFile !== undefined)
    return openProgramGenerator({ file: config.generatorFile, ...runs });
  if (config.libraryDir !== undefined) await requireDirectory('UNDERSTUDY_LIBRARY', config.libraryDir);
  return createFfmpegGenerator({
    ffmpegPath: config.ffmpegPath,
    libraryDir: config.libraryDir ?? join(config.dataDir, 'library'),
    ...runs,
  });
}
