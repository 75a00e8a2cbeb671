import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['understudy-source'] };

// The long form, of what the units and the clusters have the short form of: `npm run fuzz`.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/fuzz/*.fuzz.ts', 'test/fuzz/sockets/*.fuzz.ts'],
    hookTimeout: 120_000,
    fileParallelism: false,
    passWithNoTests: false,
    disableConsoleIntercept: true,
  },
});
