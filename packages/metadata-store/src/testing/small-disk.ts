import { execFileSync, spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real file system of its own, in memory. */
export interface SmallDisk {
  readonly directory: string;
  /** Fills it with something of nobody's, until so many bytes are left. */
  fill(leftBytes: number): Promise<void>;
  /** Gives that room back. */
  clear(): Promise<void>;
  unmount(): Promise<void>;
}

/** Mounts a tmpfs; undefined where this user or machine must not. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory]);
  if (mounted.status !== 0) {
    await rm(directory, { recursive: true });
    return undefined;
  }
  const ballast = join(directory, 'ballast');
  return {
    directory,
    async fill(leftBytes) {
      const { bavail, bsize } = await statfs(directory);
      await appendFile(ballast, Buffer.alloc(bavail * bsize - leftBytes, 1)).catch((error: unknown) => {
        // Somebody else took some of it meanwhile: it is full.
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      });
    },
    clear: () => rm(ballast, { force: true }),
    async unmount() {
      execFileSync('umount', [directory]);
      await rm(directory, { recursive: true });
    },
  };
}
