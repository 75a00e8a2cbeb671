/**
 * What is made of the compiled code: files of the API's pages, and the bundles of the pages. One after the other in one process: to start one
 * for each takes a tenth of a second of every `npm start`, where all is made already.
 */
for (const script of [
  'packages/api-docs/copy-files.mjs',
  'services/catalog/bundle-player.mjs',
  'services/catalog/bundle-make.mjs',
  'services/console/bundle-page.mjs',
])
  await import(new URL(`../../${script}`, import.meta.url).href);
