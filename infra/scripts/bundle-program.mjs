import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { readIfThere } from './read-if-there.mjs';

/** Has a native part, which it looks for beside itself. */
const native = 'lmdb';
/** The names of what the last build made. */
const listName = '.files';
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Puts the compiled program of a package and all that it imports into a few files, `dist/program/main.js` and what that loads when it is
 * needed: Node starts it in half the processor time that it takes to find and read 700 modules (docs/decisions/0044). Runs after
 * `tsc -b`, and on a package that was deployed: what is not in the bundle is found where it is installed now.
 * @param directory of the package; its program is `dist/main.js`
 */
export async function bundleProgram(directory) {
  const target = join(directory, 'dist/program');
  const build = await rolldown({
    input: join(directory, 'dist/main.js'),
    platform: 'node',
    // What it bundles is compiled; the compiler's settings need not be where a package was deployed to.
    tsconfig: false,
    plugins: [stayBeside(target)],
  });
  const { output } = await build.generate({
    format: 'esm',
    entryFileNames: 'main.js',
    chunkFileNames: '[name]-[hash].js',
  });
  await build.close();
  mkdirSync(target, { recursive: true });
  // The entry comes first, and names all others: it is written last.
  for (const { fileName, code } of output.toReversed()) replace(join(target, fileName), code);
  removeOlder(target, new Set(output.map(({ fileName }) => fileName)));
}

/** What a module has beside it (Lua, pages, fonts, native code) stays there: it is looked for from where the module was, not from the bundle. */
function stayBeside(target) {
  return {
    name: 'stay-beside',
    async resolveId(source, importer) {
      if (source !== native) return;
      const { id } = await this.resolve(source, importer, { skipSelf: true });
      return { id: relative(target, id), external: true };
    },
    transform(code, id) {
      // A module of the bundler's own begins with a NUL.
      if (id.startsWith('\0')) return;
      if (/\bimport\.meta\.(dirname|filename|resolve)\b/.test(code))
        this.error(`${id}: of import.meta only url is where the module was; a bundle is elsewhere`);
      const here = JSON.stringify(relative(target, id));
      return code.replaceAll('import.meta.url', `new URL(${here}, import.meta.url).href`);
    },
  };
}

/** Whole at every moment: somebody may be starting it. */
function replace(path, content) {
  if (readIfThere(path) === content) return;
  const written = `${path}.${process.pid}`;
  writeFileSync(written, content);
  renameSync(written, path);
}

/** What still runs of an earlier build loads parts of that: these stay for a day from when they were replaced. */
function removeOlder(target, written) {
  const list = join(target, listName);
  const before = (readIfThere(list) ?? '').split('\n');
  const now = new Date();
  for (const name of readdirSync(target).filter((each) => !written.has(each) && each !== listName)) {
    const path = join(target, name);
    if (before.includes(name)) utimesSync(path, now, now);
    else if (now.getTime() - statSync(path).mtimeMs > dayMs) rmSync(path);
  }
  replace(list, [...written].join('\n'));
}
