import { statfs } from 'node:fs/promises';
import type { WorkerConfig } from '../config.js';
import type { WorkerEvents } from '../events.js';
import { DiskGuard } from './disk-guard.js';
import { probeDisk } from './probe-disk.js';

export interface DiskGuardParts {
  readonly usedBytes: () => number;
  readonly evict: (bytes: number) => Promise<void>;
  readonly events: Pick<WorkerEvents, 'storage'>;
}

/** The guard of the disk that has the data directory. */
export function createDiskGuard(
  config: Pick<WorkerConfig, 'dataDir' | 'diskQuotaBytes' | 'diskReserveBytes'>,
  { usedBytes, evict, events }: DiskGuardParts,
): DiskGuard {
  const guard: DiskGuard = new DiskGuard({
    measure: async () => {
      const { bavail, bsize } = await statfs(config.dataDir);
      return {
        used: usedBytes(),
        free: bavail * bsize,
        quota: config.diskQuotaBytes === 0 ? Number.POSITIVE_INFINITY : config.diskQuotaBytes,
        reserve: config.diskReserveBytes,
      };
    },
    probe: () => probeDisk(config.dataDir),
    evict,
    onChange: (state, cause) => {
      events.storage(state, cause);
      // Room can often be made at once.
      if (state !== 'ok') void guard.look();
    },
  });
  return guard;
}
