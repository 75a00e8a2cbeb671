import { bundleProgram } from './bundle-program.mjs';

// `node infra/scripts/bundle-deployed.mjs DIRECTORY …`: the programs of packages that `pnpm deploy` put into directories of their own, where what
// their bundles look for is elsewhere than in the workspace.
for (const directory of process.argv.slice(2)) await bundleProgram(directory);
