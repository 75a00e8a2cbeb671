import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { tryLockDirectory } from '@understudy/service-kit';

/**
 * For several workers on one volume, which all have the same configuration: this process is the worker of the first directory
 * in it that no other process has, until it ends. Who takes the place of a worker that died is that worker again, with its ID and
 * its copies. Without `dataDirectories` the data directory is a worker's own, and nothing is done.
 * @throws UnderstudyError `invalid_configuration` when all are taken
 */
export async function claimDirectory<
  T extends { readonly dataDir: string; readonly dataDirectories: number },
>(config: T): Promise<T> {
  const { dataDir: volume, dataDirectories: count } = config;
  if (count === 0) return config;
  for (let number = 0; number < count; number += 1) {
    const dataDir = join(volume, String(number));
    await mkdir(dataDir, { recursive: true });
    // Never let go: what this process is, it is to its end.
    if (typeof tryLockDirectory(dataDir, 'claim.lock') === 'function') return { ...config, dataDir };
  }
  throw new UnderstudyError(
    'invalid_configuration',
    `a worker is running in each of the ${count} directories of ${volume}: UNDERSTUDY_DATA_DIRECTORIES must be at least the number of workers`,
  );
}
