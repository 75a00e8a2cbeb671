import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Description } from '@understudy/client';
import { UnderstudyError } from '@understudy/errors';
import type { Terminal } from '../terminal.js';

/**
 * A description, which is JSON; `-` is standard input. What it has to say is for the catalog to judge.
 * @throws UnderstudyError `invalid_description` for what is no JSON; the system's error for a file that cannot be read
 */
export async function readDescription(
  file: string,
  { input, workingDir }: Pick<Terminal, 'input' | 'workingDir'>,
): Promise<Description> {
  const description = file === '-' ? await text(input()) : await readFile(resolve(workingDir, file), 'utf8');
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
