import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { lockDirectory } from '@understudy/service-kit';
import { readKept, writeKept } from './store/kept-file.js';

const idPattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/;

/** Who a worker is. It lives in its data directory: the directory mounted elsewhere is that worker again. */
export interface Identity {
  readonly id: string;
  readonly zone: string;
  /** Lets another process be this worker. */
  unlock(): void;
}

/** What the configuration sets of it; undefined: what the directory says, or what the first start makes up. */
export interface WantedIdentity {
  readonly id: string | undefined;
  readonly zone: string | undefined;
}

/**
 * Takes the data directory for this process, and reads there who it is; the first start writes it. The ID stands for good. A
 * zone that is set replaces the kept one: who moves a volume to another zone says so.
 * @throws UnderstudyError `invalid_configuration` when another process has the directory, or when the ID is malformed, there or as
 *   it is wanted, or not the one that is there.
 */
export async function openIdentity(dataDir: string, wanted: WantedIdentity): Promise<Identity> {
  await mkdir(dataDir, { recursive: true });
  const unlock = lockDirectory(
    dataDir,
    'worker.lock',
    (holder) => `a worker is running in ${dataDir} already (${holder}); a data directory is one worker`,
  );
  try {
    return { id: await openId(dataDir, wanted.id), zone: await openZone(dataDir, wanted.zone), unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openId(dataDir: string, wanted: string | undefined): Promise<string> {
  const path = join(dataDir, 'worker-id');
  if (wanted !== undefined && !idPattern.test(wanted)) {
    throw new UnderstudyError('invalid_configuration', `UNDERSTUDY_WORKER_ID must match ${idPattern.source}`);
  }
  const kept = await readKept(path);
  if (kept !== undefined && !idPattern.test(kept)) {
    throw new UnderstudyError(
      'invalid_configuration',
      `${path} holds ${JSON.stringify(kept.slice(0, 80))}, which is no worker ID (${idPattern.source}): write the ID there again ` +
        'that this directory had (the logs and the other workers know it), or remove the file for another one',
    );
  }
  if (kept !== undefined && wanted !== undefined && kept !== wanted) {
    throw new UnderstudyError(
      'invalid_configuration',
      `${dataDir} belongs to worker ${kept}, UNDERSTUDY_WORKER_ID is ${wanted}`,
    );
  }
  const id = kept ?? wanted ?? `w-${randomBytes(4).toString('hex')}`;
  if (kept === undefined) await writeKept(path, id);
  return id;
}

async function openZone(dataDir: string, wanted: string | undefined): Promise<string> {
  const path = join(dataDir, 'zone');
  const kept = await readKept(path);
  if (wanted === undefined) return kept ?? 'default';
  if (wanted !== kept) await writeKept(path, wanted);
  return wanted;
}
