import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { UnderstudyError } from '@understudy/errors';

export interface ServedFile {
  readonly body: Buffer;
  readonly gzipped: Buffer;
  /** Of `body`; whoever sends `gzipped` marks its own. */
  readonly digest: string;
}

/** Where `copy-files.mjs` puts them, seen from the sources and from what is compiled. */
const directory = new URL('../dist/files/', import.meta.url);

/** Files by their name, each read when it is asked for first: most processes are never asked. */
export class ServedFiles {
  readonly #files = new Map<string, Promise<ServedFile>>();

  /**
   * A file of `dist/files`. `name` must be one of a fixed list.
   * @throws UnderstudyError `internal` where it was not built
   */
  get(name: string): Promise<ServedFile> {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const reading = readFile(new URL(name, directory)).then(served, (cause: unknown) => {
      this.#files.delete(name);
      throw new UnderstudyError('internal', `no ${name} in ${directory.pathname}: npm run build`, { cause });
    });
    this.#files.set(name, reading);
    return reading;
  }
}

/** A file as it is sent. */
export async function served(body: Buffer): Promise<ServedFile> {
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return { body, gzipped: await promisify(gzip)(body), digest };
}
