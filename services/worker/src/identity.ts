import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';

const idPattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/;

/**
 * The worker's ID. It lives in the data directory, so that the directory mounted elsewhere is that worker again; the first
 * start writes `wanted` there, or makes one up.
 * @throws UnderstudyError `invalid_configuration` when `wanted` is malformed or not the one that is there.
 */
export async function openIdentity(dataDir: string, wanted: string | undefined): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, 'worker-id');
  if (wanted !== undefined && !idPattern.test(wanted)) {
    throw new UnderstudyError('invalid_configuration', `UNDERSTUDY_WORKER_ID must match ${idPattern.source}`);
  }
  const kept = await readFile(path, 'utf8').then((text) => text.trim(), whenMissing);
  if (kept !== undefined && wanted !== undefined && kept !== wanted) {
    throw new UnderstudyError(
      'invalid_configuration',
      `${dataDir} belongs to worker ${kept}, UNDERSTUDY_WORKER_ID is ${wanted}`,
    );
  }
  const id = kept ?? wanted ?? `w-${randomBytes(4).toString('hex')}`;
  if (kept === undefined) {
    await writeFile(`${path}.part`, `${id}\n`);
    await rename(`${path}.part`, path);
  }
  return id;
}

function whenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
