import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const sequencePattern = /^(?:0|[1-9]\d{0,14})$/;

/**
 * Up to which sequence the log of deletions has been applied to a data directory, or to the archive: a line in a file of it. It is not
 * synced: after a power cut it may be an earlier one, or empty, and deletions are then applied once more.
 */
export class DeletionCursor {
  readonly #path: string;

  constructor(dataDir: string, file = 'deletions') {
    this.#path = join(dataDir, file);
  }

  /** Undefined where nothing was applied yet. */
  async read(): Promise<number | undefined> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    return sequencePattern.test(text.trim()) ? Number(text) : 0;
  }

  async write(sequence: number): Promise<void> {
    await writeFile(`${this.#path}.part`, `${sequence}\n`);
    await rename(`${this.#path}.part`, this.#path);
  }
}
