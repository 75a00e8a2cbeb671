import { join } from 'node:path';
import { type Generator, openProgramGenerator } from '@understudy/generator';
import { createFfmpegGenerator, findConfinement } from '@understudy/generator-ffmpeg';
import { requireDirectory } from '@understudy/service-kit';
import type { WorkerConfig } from './config.js';
import type { WorkerEvents } from './events.js';

/**
 * Opens the generator that `config` describes: the operator's program, or the bundled one.
 * @throws UnderstudyError `invalid_configuration` where a library or file was named that is not there, or says what it may not, or the
 *   host does not offer what is required of it;
 *   `generator_unavailable`, `generator_failed` where it cannot run here
 */
export async function openGenerator(config: WorkerConfig, events: WorkerEvents): Promise<Generator> {
  const runs = { stallMs: config.generatorStallMs, nice: config.generatorNice };
  if (config.generatorFile !== undefined)
    return openProgramGenerator({ file: config.generatorFile, ...runs });
  if (config.libraryDir !== undefined) await requireDirectory('UNDERSTUDY_LIBRARY', config.libraryDir);
  const places = {
    ffmpegPath: config.ffmpegPath,
    ffprobePath: 'ffprobe',
    libraryDir: config.libraryDir ?? join(config.dataDir, 'library'),
  };
  const confinement = await findConfinement(config.confinement, places);
  events.ffmpegConfined(confinement);
  return createFfmpegGenerator({
    ...places,
    confinement,
    clipLimits: config.clipLimits,
    ...runs,
  });
}
