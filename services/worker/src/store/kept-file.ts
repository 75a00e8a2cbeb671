import { readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory, writeDurably } from './durable.js';

/** One line that is kept in a file; undefined when it is not there yet. */
export async function readKept(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes it, whole or not at all, and durable when this resolves. */
export async function writeKept(path: string, line: string): Promise<void> {
  await writeDurably(`${path}.part`, `${line}\n`);
  await rename(`${path}.part`, path);
  await syncDirectory(dirname(path));
}
