import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const linePattern = /^(0|[1-9]\d{0,14})(?: ([0-9a-f]{16})(?: ([1-9]\d{0,19}))?)?$/;

/** A place in a log of deletions. */
export interface LogPlace {
  /** Of the last deletion before it; 0 at the beginning. */
  readonly sequence: number;
  /** Which log: see `DeletionPage`. */
  readonly log: string | undefined;
  /** What was deleted last before it, where that is known: in a log that was set back and grew again another video stands there. */
  readonly contentId: bigint | undefined;
}

/**
 * Up to which place the log of deletions has been applied to a data directory, or to the archive: a line in a file of it. It is not
 * synced: after a power cut it may be an earlier one, or empty, and deletions are then applied once more.
 */
export class DeletionCursor {
  readonly #path: string;

  constructor(dataDir: string, file = 'deletions') {
    this.#path = join(dataDir, file);
  }

  /** Undefined where nothing was applied yet. */
  async read(): Promise<LogPlace | undefined> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const [, sequence = '0', log, contentId] = linePattern.exec(text.trim()) ?? [];
    return {
      sequence: Number(sequence),
      log,
      contentId: contentId === undefined ? undefined : BigInt(contentId),
    };
  }

  async write({ sequence, log, contentId }: LogPlace): Promise<void> {
    const line = [
      sequence,
      ...(log === undefined ? [] : [log, ...(contentId === undefined ? [] : [contentId])]),
    ];
    await writeFile(`${this.#path}.part`, `${line.join(' ')}\n`);
    await rename(`${this.#path}.part`, this.#path);
  }
}
