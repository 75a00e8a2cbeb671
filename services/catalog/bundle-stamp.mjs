import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/**
 * Writes what `bundle` makes, by file name, into the directory `target`, and each file compressed beside it; does nothing where that was made
 * of the same `sources` before. Files are told by their content: a checkout changes their times.
 */
export async function bundleOnce(target, sources, bundle) {
  const stamp = join(target, '.bundled');
  const wanted = digestOf([fileURLToPath(import.meta.url), ...sources]);
  if (read(stamp) === wanted) return;
  const files = await bundle();
  rmSync(target, { recursive: true, force: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    writeFileSync(join(target, name), content);
    writeFileSync(join(target, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
  writeFileSync(stamp, wanted);
}

/** The files under a directory that are no tests, in order. */
export function codeIn(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.\w+$|\.map$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
