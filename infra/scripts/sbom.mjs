import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOfMaterials } from '../../packages/supply-chain/dist/index.js';
import { root } from './prepare.mjs';
import { shipped } from './shipped.mjs';

// Behind `npm run build`, in the build of images too: where this runs, everything is installed and compiled.
const path = process.argv[2] ?? join(root, 'packages/supply-chain/dist/understudy.cdx.json');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(path, billOfMaterials(shipped(), version));
process.stdout.write(`${path}\n`);
