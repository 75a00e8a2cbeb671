import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLockfile, shippedPackages } from '../../packages/supply-chain/dist/index.js';
import { root } from './prepare.mjs';

/** What is shipped of others and of this workspace, as the lockfile has it and it is installed. */
export function shipped() {
  return shippedPackages(root, parseLockfile(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')));
}
