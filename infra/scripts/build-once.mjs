import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const compiled = ['packages', 'services'];
const alsoRead = ['docs/reference', 'infra/scripts', 'tsconfig.base.json', 'tsconfig.json', 'pnpm-lock.yaml'];

/**
 * Calls `build` unless it has built the same files: to find out takes tens of milliseconds, where the compiler and the bundlers take a second
 * to find nothing to do. Files are told by size and time; whoever deletes a `dist` has it built again.
 */
export function buildOnce(root, build) {
  const stamp = join(root, 'node_modules/.built');
  // From before it is built: what changes meanwhile is for the next time.
  const wanted = stateOf([...compiled, ...alsoRead].map((name) => join(root, name)));
  if (read(stamp) === wanted && isBuilt(root)) return;
  build();
  writeFileSync(stamp, wanted);
}

function isBuilt(root) {
  return compiled.every((name) =>
    readdirSync(join(root, name)).every((each) => existsSync(join(root, name, each, 'dist'))),
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

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
