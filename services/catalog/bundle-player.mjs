import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Makes what the watch page loads of the compiled player and of hls.js: files whose names hold the digest of what they are. Runs after
 * `tsc -b`, and does nothing when neither has changed.
 */
const target = fileURLToPath(new URL('dist/player', import.meta.url));
const page = fileURLToPath(import.meta.resolve('@understudy/player/page'));
const hlsJs = createRequire(page).resolve('hls.js/dist/hls.light.min.mjs');

const stamp = join(target, '.bundled');
const wanted = digestOf([fileURLToPath(import.meta.url), hlsJs, ...codeIn(dirname(page))]);
if (readStamp() !== wanted) {
  const chunks = await bundle();
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const { fileName, code } of chunks) writeFileSync(join(target, fileName), code);
  writeFileSync(stamp, wanted);
}

async function bundle() {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: { player: page },
    platform: 'browser',
    resolve: { alias: { 'hls.js/light': hlsJs } },
  });
  const { output } = await build.generate({
    format: 'es',
    minify: true,
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: '[name]-[hash].js',
    // Its licence wants to be named.
    postBanner: ({ name }) =>
      name.startsWith('hls') ? '/*! hls.js, Apache-2.0, https://github.com/video-dev/hls.js */' : '',
  });
  await build.close();
  return output;
}

function codeIn(directory) {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.js') && !name.endsWith('.test.js'))
    .sort()
    .map((name) => join(directory, name));
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

function readStamp() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}
