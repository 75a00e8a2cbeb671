/*
 * What is made of the compiled code: files of the API's pages, and the bundles of the pages. One after the other in one process: to start one
 * for each takes a tenth of a second of every `npm start`, where all is made already.
 */
await import('../../packages/api-docs/copy-files.mjs');
await import('../../services/catalog/bundle-player.mjs');
await import('../../services/catalog/bundle-make.mjs');
await import('../../services/console/bundle-page.mjs');
