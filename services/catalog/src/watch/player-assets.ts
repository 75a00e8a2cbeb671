import { readdir, readFile } from 'node:fs/promises';
import { UnderstudyError } from '@understudy/errors';
import { type Asset, readAsset } from '../assets/asset.js';

export interface PlayerAssets {
  /** The name of the script that the page begins with. */
  readonly entry: string;
  /** By name. A name holds the digest of what it names, so that it never means anything else. */
  readonly files: ReadonlyMap<string, Asset>;
  /** SHA-256 in Base64 of every style that the scripts put into the page. */
  readonly styles: readonly string[];
}

/** Where `bundle-player.mjs` puts them; the same from the sources and from what is compiled. */
const directory = new URL('../../dist/player/', import.meta.url);

/** Reads the scripts of the watch page: the player and its controls, and hls.js, which it loads where the browser needs it. */
export async function readPlayerAssets(): Promise<PlayerAssets> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.js'));
  const entry = names.find((name) => name.startsWith('player-'));
  if (entry === undefined) {
    throw new UnderstudyError('internal', `no bundle of the player in ${directory.pathname}: npm run build`);
  }
  const files = await Promise.all(
    names.map(async (name) => [name, await readAsset(new URL(name, directory))] as const),
  );
  const styles = JSON.parse(await readFile(new URL('styles.json', directory), 'utf8')) as string[];
  return { entry, files: new Map(files), styles };
}
