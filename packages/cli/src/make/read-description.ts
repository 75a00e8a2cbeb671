import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Description } from '@understudy/client';
import { UnderstudyError } from '@understudy/errors';
import type { Terminal } from '../terminal.js';

/**
 * A description, which is JSON; `-` is standard input. What it has to say is for the catalog to judge.
 * @throws UnderstudyError `invalid_description` for what is no JSON; `not_found`, also for a file that cannot be read
 */
export async function readDescription(
  file: string,
  { input, workingDir }: Pick<Terminal, 'input' | 'workingDir'>,
): Promise<Description> {
  const description = file === '-' ? await text(input()) : await readText(resolve(workingDir, file), file);
  try {
    return JSON.parse(description) as Description;
  } catch (cause) {
    throw new UnderstudyError(
      'invalid_description',
      `${file === '-' ? 'standard input' : file} is no JSON: ${(cause as Error).message}`,
      { cause },
    );
  }
}

async function readText(path: string, named: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? `there is no file ${named}` : `${named} cannot be read: ${message}`;
    throw new UnderstudyError('not_found', why, { cause });
  }
}
