import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Makes the files of the operator's page: one HTML file, and assets whose names hold the digest of what they are. Does nothing when
 * nothing has changed; reads the sources, so that it needs no compiler before it.
 */
const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));
const page = pathOf('src/page');
const target = pathOf('dist/bundle');

const stamp = join(target, '.bundled');
const wanted = digestOf([
  fileURLToPath(import.meta.url),
  pathOf('package.json'),
  ...sourcesIn(page),
  ...sourcesIn(pathOf('../../packages/client/src')),
  ...sourcesIn(pathOf('../../packages/player/src')),
]);
if (read(stamp) !== wanted) {
  const { build, defaultClientConditions } = await import('vite');
  await build({
    configFile: false,
    root: page,
    logLevel: 'warn',
    resolve: { conditions: ['understudy-source', ...defaultClientConditions] },
    // One script and one style, and apart from them what a page may never need: the chart's library, the player, hls.js.
    build: {
      outDir: target,
      emptyOutDir: true,
      modulePreload: false,
      assetsInlineLimit: 0,
      target: 'es2022',
    },
  });
  writeFileSync(stamp, wanted);
}

function sourcesIn(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
