import { chown, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FolderOwner } from './folder-owner.js';

const prefix = 'understudy-run-';

/** A new folder that only `owner`, or this process's user, can use. */
export async function makeRunFolder(owner: FolderOwner | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  return folder;
}

/** With all that a run has put there. */
export function removeRunFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** Removes the folders of processes that were killed before they could. */
export async function removeLeftFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  await Promise.all(
    names.map(async (name) => {
      const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
      const folder = join(tmpdir(), name);
      if (pid !== undefined && (await isLeft(Number(pid), folder)))
        await removeRunFolder(folder).catch(() => undefined);
    }),
  );
}

/** Another process may have had this one's number: in a container it is the same at each start. */
async function isLeft(pid: number, folder: string): Promise<boolean> {
  if (pid === process.pid) {
    const startedAtMs = Date.now() - process.uptime() * 1_000;
    return stat(folder).then(
      ({ birthtimeMs }) => birthtimeMs < startedAtMs,
      () => false,
    );
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
