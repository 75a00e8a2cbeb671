import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

prepare({ programs: [] });
const { licencePage, refusedLicences } = await import('../../packages/supply-chain/dist/index.js');
const { shipped } = await import('./shipped.mjs');

const { packages } = shipped();
writeFileSync(join(root, 'docs/reference/licences.md'), licencePage(packages));
const refused = refusedLicences(packages);
for (const line of refused) process.stderr.write(`not among the licences that may be shipped: ${line}\n`);
process.exitCode = refused.length === 0 ? 0 : 1;
