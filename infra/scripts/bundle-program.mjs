import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';

/** Has a native part, which it looks for beside itself. */
const native = 'lmdb';
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
  for (const { fileName, code } of output.toReversed()) writeFileSync(join(target, fileName), code);
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
      if (id.startsWith('\0') || !code.includes('import.meta.url')) return;
      const here = JSON.stringify(relative(target, id));
      return code.replaceAll('import.meta.url', `new URL(${here}, import.meta.url).href`);
    },
  };
}

/** What still runs of an earlier build loads parts of that: they stay for a day. */
function removeOlder(target, written) {
  for (const name of readdirSync(target).filter((each) => !written.has(each))) {
    const path = join(target, name);
    if (Date.now() - statSync(path).mtimeMs > dayMs) rmSync(path);
  }
}
