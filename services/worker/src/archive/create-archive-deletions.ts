import type { WorkerConfig } from '../config.js';
import { ArchiveDeletions } from './archive-deletions.js';

type Options = ConstructorParameters<typeof ArchiveDeletions>[0];

/** What sees to it that deleted videos go from the archive too, by `config`. */
export function createArchiveDeletions(
  config: WorkerConfig,
  parts: Omit<Options, 'dataDir' | 'retryMs'>,
): ArchiveDeletions {
  return new ArchiveDeletions({ ...parts, dataDir: config.dataDir, retryMs: config.archiveRetryMs });
}
