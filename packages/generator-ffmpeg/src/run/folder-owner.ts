import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UnderstudyError } from '@understudy/errors';

/** By number: who a folder belongs to. */
export interface FolderOwner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * A user of this host with its first group; or `uid:gid`, whether the host knows them or not.
 * @throws UnderstudyError `invalid_configuration`
 */
export async function ownerNamed(user: string): Promise<FolderOwner> {
  const numbers = /^(\d{1,10}):(\d{1,10})$/.exec(user);
  if (numbers) return { uid: Number(numbers[1]), gid: Number(numbers[2]) };
  const idOf = async (which: string) =>
    Number((await promisify(execFile)('id', [which, '--', user], { timeout: 10_000 })).stdout);
  try {
    const [uid, gid] = await Promise.all([idOf('-u'), idOf('-g')]);
    return { uid, gid };
  } catch (cause) {
    const says = `UNDERSTUDY_FFMPEG_USER is "${user}"; it must be a user of this host, or uid:gid`;
    throw new UnderstudyError('invalid_configuration', says, { cause });
  }
}
