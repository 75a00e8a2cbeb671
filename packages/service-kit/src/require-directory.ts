import { stat } from 'node:fs/promises';
import { UnderstudyError } from '@understudy/errors';

/**
 * For a directory that somebody keeps, and that is not made for them where it is missing.
 * @param variable whose value `path` is
 * @throws UnderstudyError `invalid_configuration` where there is no directory
 */
export async function requireDirectory(variable: string, path: string): Promise<void> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw refusal(`cannot be read (${cause.code})`, cause);
  });
  if (!found.isDirectory()) throw refusal('is no directory');

  function refusal(why: string, cause?: unknown): UnderstudyError {
    return new UnderstudyError('invalid_configuration', `${variable}: ${path} ${why}`, { cause });
  }
}
