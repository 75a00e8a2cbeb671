import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['understudy-source'] };

// Suites of others against the router: `npm run conformance`. One at a time.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/conformance/*.conformance.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
