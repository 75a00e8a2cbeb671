import { join } from 'node:path';
import { createFfmpegGenerator, type Generator } from '@understudy/generator-ffmpeg';
import { requireDirectory } from '@understudy/service-kit';
import type { WorkerConfig } from './config.js';

/**
 * Opens the generator that `config` describes.
 * @throws UnderstudyError `invalid_configuration` where a library was named that is not there
 */
export async function openGenerator(config: WorkerConfig): Promise<Generator> {
  if (config.libraryDir !== undefined) await requireDirectory('UNDERSTUDY_LIBRARY', config.libraryDir);
  return createFfmpegGenerator({
    ffmpegPath: config.ffmpegPath,
    libraryDir: config.libraryDir ?? join(config.dataDir, 'library'),
    stallMs: config.generatorStallMs,
    nice: config.generatorNice,
  });
}
