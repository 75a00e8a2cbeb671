import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from './programs.mjs';
import { readIfThere } from './read-if-there.mjs';

const compiled = ['packages', 'services'];
/** The make page has the examples in it, the API's pages the documents. */
const alsoRead = [
  'docs/reference',
  'examples',
  'infra/scripts',
  'tsconfig.base.json',
  'tsconfig.json',
  'pnpm-lock.yaml',
];

/**
 * Calls `build` unless it has built the same files: to find out takes tens of milliseconds, where the compiler and the bundlers take a second
 * to find nothing to do. Files are told by size and time; whoever deletes a `dist`, or a program in it, has it built again.
 */
export function buildOnce(root, build) {
  const stamp = join(root, 'node_modules/.built');
  // From before it is built: what changes meanwhile is for the next time.
  const wanted = stateOf([...compiled, ...alsoRead].map((name) => join(root, name)));
  if (readIfThere(stamp) === wanted && isBuilt(root)) return;
  // What fails half-way is built again, also when everything is as it was.
  rmSync(stamp, { force: true });
  build();
  writeFileSync(stamp, wanted);
}

function isBuilt(root) {
  const packages = compiled.flatMap((name) =>
    readdirSync(join(root, name))
      .map((each) => join(root, name, each))
      .filter((directory) => existsSync(join(directory, 'package.json'))),
  );
  return (
    packages.every((directory) => existsSync(join(directory, 'dist'))) &&
    programs.every((program) => existsSync(join(root, program, 'dist/program/main.js')))
  );
}

function stateOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (!stats.isDirectory()) {
      hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`);
      return;
    }
    for (const name of readdirSync(path).sort()) {
      if (name !== 'node_modules' && name !== 'dist') add(join(path, name));
    }
  };
  paths.forEach(add);
  return hash.digest('hex');
}
