import { readFile } from 'node:fs/promises';

/** A file that a page loads, in memory: all of them together are some hundred kilobytes. */
export interface Asset {
  readonly body: Buffer;
  readonly gzipped: Buffer;
}

/** Reads a file, and what the build put compressed beside it: to do that at every start took longer than all else. */
export async function readAsset(file: URL): Promise<Asset> {
  const [body, gzipped] = await Promise.all([readFile(file), readFile(new URL(`${file.href}.gz`))]);
  return { body, gzipped };
}
