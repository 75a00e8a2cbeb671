import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['understudy-source'] };

// Measuring is a program of its own: `npm run bench`. One at a time, and nothing else beside it.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/bench/*.bench.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    disableConsoleIntercept: true,
  },
});
