import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['understudy-source'] };

// By `npm run upgrade-test`.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/upgrade/*.upgrade.ts'],
    fileParallelism: false,
    hookTimeout: 120_000,
    passWithNoTests: false,
    disableConsoleIntercept: true,
  },
});
