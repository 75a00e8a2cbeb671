import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const version = '0.4.5';
const sha512 = 'DjuwN9nUZXLTW+wav1LRESCZNVxl8SshwOy4z1pxuWbWt5/ay6sM9QQ1lebBaDO6P1IMBoK6mdf+PuVP/QNL8A==';

/**
 * The directory of the npm package http-cache-tests. Not a dependency: it would bring npm 6 and a fetch along, and needs neither here.
 */
export function getHttpCacheTests() {
  const cache = join(root, 'node_modules/.conformance');
  const directory = join(cache, `http-cache-tests-${version}`);
  if (existsSync(directory)) return directory;
  const unpacked = `${directory}.tmp`;
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  execFileSync('npm', ['pack', `http-cache-tests@${version}`, '--silent', '--pack-destination', cache]);
  const archive = `${directory}.tgz`;
  const found = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (found !== sha512) throw new Error(`${archive} is another file: sha512 ${found}`);
  execFileSync('tar', ['-xzf', archive, '-C', unpacked, '--strip-components=1']);
  renameSync(unpacked, directory);
  return directory;
}
