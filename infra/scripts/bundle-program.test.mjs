import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bundleProgram } from './bundle-program.mjs';

/** A package that is compiled, of the files of `dist`. */
function compiled(files) {
  const directory = mkdtempSync(join(tmpdir(), 'understudy-program-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const put = (name, text) => {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  };
  put('package.json', '{"type": "module"}');
  for (const [name, text] of Object.entries(files)) put(`dist/${name}`, text);
  return {
    directory,
    put,
    run: () =>
      spawnSync(process.execPath, [join(directory, 'dist/program/main.js')], { encoding: 'utf8' }).stdout,
    lazyParts: () => readdirSync(join(directory, 'dist/program')).filter((name) => name.startsWith('lazy-')),
  };
}

test('what is beside a module is found from the bundle', async () => {
  const { directory, put, run } = compiled({
    'main.js': `import { text } from './deep/inside.js'; console.log(text);`,
    'deep/inside.js': `import { readFileSync } from 'node:fs'; export const text = readFileSync(new URL('../../words.txt', import.meta.url), 'utf8');`,
  });
  put('words.txt', 'found');
  await bundleProgram(directory);
  expect(run()).toBe('found\n');
});

test('what asks where it is in another way is refused', async () => {
  const { directory } = compiled({ 'main.js': 'console.log(import.meta.dirname);' });
  await expect(bundleProgram(directory)).rejects.toThrow('of import.meta only url is where the module was');
});

test('parts of an earlier build stay for a day after they were replaced', async () => {
  const { directory, put, run, lazyParts } = compiled({
    'main.js': `const { word } = await import('./lazy.js'); console.log(word);`,
    'lazy.js': `export const word = 'first';`,
  });
  const age = (name, days) => {
    const then = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
    utimesSync(join(directory, 'dist/program', name), then, then);
  };
  await bundleProgram(directory);
  const [first] = lazyParts();
  // What runs may be older than a day.
  age(first, 3);
  put('dist/lazy.js', `export const word = 'second';`);
  await bundleProgram(directory);
  expect([run(), lazyParts().includes(first), lazyParts().length]).toEqual(['second\n', true, 2]);
  age(first, 0.9);
  await bundleProgram(directory);
  expect(lazyParts()).toContain(first);
  age(first, 1.1);
  await bundleProgram(directory);
  expect([run(), lazyParts().includes(first), lazyParts().length]).toEqual(['second\n', false, 1]);
});
