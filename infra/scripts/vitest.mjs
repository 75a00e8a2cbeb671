import { root } from './prepare.mjs';

/** Runs vitest in this process, so that signals and the exit code are its own. */
export async function vitest(args) {
  process.chdir(root);
  process.argv.splice(2, Infinity, 'run', ...args);
  await import('../../node_modules/vitest/vitest.mjs');
}
