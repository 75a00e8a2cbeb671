import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';

/** What util-linux's and busybox's flock(1) exit with when another process has the lock. */
const takenStatus = 1;

/**
 * Makes this process the only one that works in `directory`; the result lets go.
 * @throws UnderstudyError `invalid_configuration` with `taken(holder)` when another process has it, or when it cannot be locked.
 */
export function lockDirectory(
  directory: string,
  name: string,
  taken: (holder: string) => string,
): () => void {
  const lock = tryLockDirectory(directory, name);
  if (typeof lock === 'function') return lock;
  throw new UnderstudyError('invalid_configuration', taken(lock.holder));
}

/**
 * The same where that another process has it is no mistake: tells then who.
 *
 * The lock is flock(2) on `<directory>/<name>`: the kernel frees it when the process ends, however that ends, and sees it from
 * every container that has the directory, and over NFS from other hosts. Node has no call for it, so flock(1) takes it on our
 * descriptor: it belongs to the open file, which stays open here when flock(1) has ended. What is written in the file only
 * tells people who holds it. The file stays: removing it would let two lock two files of one name.
 * @throws UnderstudyError `invalid_configuration` when it cannot be locked.
 */
export function tryLockDirectory(
  directory: string,
  name: string,
): (() => void) | { readonly holder: string } {
  const path = join(directory, name);
  // A number, not a FileHandle, which would be closed with its last reference. Programs started later do not inherit it.
  const descriptor = openSync(path, 'a+', 0o600);
  const { status, error, stderr } = spawnSync('flock', ['-n', '3'], {
    stdio: ['ignore', 'ignore', 'pipe', descriptor],
    encoding: 'utf8',
  });
  if (status !== 0) {
    const holder = readFileSync(path, 'utf8').trim() || 'another process';
    closeSync(descriptor);
    if (status === takenStatus) return { holder };
    throw new UnderstudyError(
      'invalid_configuration',
      `${path} cannot be locked: flock(1) of util-linux is needed, on a file system that has locks (${error?.message ?? stderr.trim()})`,
      { cause: error },
    );
  }
  try {
    ftruncateSync(descriptor);
    writeSync(descriptor, `process ${process.pid} on ${hostname()}\n`);
  } catch {
    // A full disk: it is locked all the same.
  }
  let held = true;
  return () => {
    if (held) closeSync(descriptor);
    held = false;
  };
}
