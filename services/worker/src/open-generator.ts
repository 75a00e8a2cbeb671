import { join } from 'node:path';
import { createFfmpegGenerator, type Generator } from '@understudy/generator-ffmpeg';
import type { WorkerConfig } from './config.js';

/** Opens the generator that `config` describes. */
export function openGenerator(config: WorkerConfig): Promise<Generator> {
  return createFfmpegGenerator({
    ffmpegPath: config.ffmpegPath,
    libraryDir: config.libraryDir ?? join(config.dataDir, 'library'),
    stallMs: config.generatorStallMs,
  });
}
