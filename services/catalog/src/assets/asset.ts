import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A file that a page loads, in memory: all of them together are some hundred kilobytes. */
export interface Asset {
  readonly body: Buffer;
  readonly gzipped: Buffer;
}

export async function readAsset(file: URL): Promise<Asset> {
  const body = await readFile(file);
  return { body, gzipped: await promisify(gzip)(body, { level: 9 }) };
}
