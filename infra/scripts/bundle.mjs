import { join } from 'node:path';
import { bundleProgram } from './bundle-program.mjs';
import { root } from './prepare.mjs';
import { programs } from './programs.mjs';

/*
 * What is made of the compiled code: files of the API's pages, the bundles of the pages, and those of the programs. One after the other in one
 * process: to start one for each takes a tenth of a second.
 */
await import('../../packages/api-docs/copy-files.mjs');
await import('../../services/catalog/bundle-player.mjs');
await import('../../services/catalog/bundle-make.mjs');
await import('../../services/console/bundle-page.mjs');
for (const program of programs) await bundleProgram(join(root, program));
