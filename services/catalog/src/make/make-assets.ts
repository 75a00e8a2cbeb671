import { readdir } from 'node:fs/promises';
import { UnderstudyError } from '@understudy/errors';
import { type Asset, readAsset } from '../assets/asset.js';

export interface MakeAssets {
  readonly page: Asset;
  /** Scripts and styles by name. A name holds the digest of what it names. */
  readonly files: ReadonlyMap<string, Asset>;
}

/** Where `bundle-make.mjs` puts them; the same from the sources and from what is compiled. */
const directory = new URL('../../dist/make-page/', import.meta.url);

/** Reads the page where videos are made. */
export async function readMakeAssets(): Promise<MakeAssets> {
  const assets = new URL('assets/', directory);
  const names = (await readdir(assets).catch(() => [])).filter((name) => !name.endsWith('.gz'));
  if (names.length === 0)
    throw new UnderstudyError('internal', `no page in ${directory.pathname}: npm run build`);
  const files = await Promise.all(
    names.map(async (name) => [name, await readAsset(new URL(name, assets))] as const),
  );
  return { page: await readAsset(new URL('index.html', directory)), files: new Map(files) };
}
