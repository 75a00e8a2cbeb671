import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleOnce, codeIn } from './bundle-stamp.mjs';

/**
 * Makes the files of the page where videos are made: one HTML file, and assets whose names hold the digest of what they are. The catalog's own
 * rules for descriptions and the client are among them, as compiled: runs after `tsc -b`, and does nothing when none of it has changed.
 */
const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));
const page = pathOf('src/page/make');
const examples = pathOf('../../examples');
const compiled = ['@understudy/description/check', '@understudy/errors', '@understudy/client'].map((name) =>
  dirname(fileURLToPath(import.meta.resolve(name))),
);

await bundleOnce(
  pathOf('dist/make-page'),
  [
    ...[fileURLToPath(import.meta.url), pathOf('package.json')],
    ...[page, ...compiled].flatMap(codeIn),
    ...exampleNames().map((name) => `${examples}/${name}`),
  ],
  bundle,
);

async function bundle() {
  const { build } = await import('vite');
  const { output } = await build({
    configFile: false,
    root: page,
    // The service may lie below a path of another's.
    base: './',
    logLevel: 'warn',
    define: { EXAMPLES: JSON.stringify(readExamples()) },
    build: {
      ...{ write: false, modulePreload: false, assetsInlineLimit: 0, target: 'es2022' },
      // How long a machine that is busy took is no warning.
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  });
  return Object.fromEntries(output.map((file) => [file.fileName, file.code ?? file.source]));
}

/** The one that README begins with comes first. */
function readExamples() {
  const first = 'description.json';
  return [first, ...exampleNames().filter((name) => name !== first)].map((name) =>
    JSON.parse(readFileSync(`${examples}/${name}`, 'utf8')),
  );
}

function exampleNames() {
  return readdirSync(examples)
    .filter((name) => name.endsWith('.json'))
    .sort();
}
