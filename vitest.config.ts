import { defineConfig } from 'vitest/config';

// Tests read the sources of the workspace's packages (the "source" condition of their exports), not their build.
const resolve = { conditions: ['source'] };

export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    include: ['{packages,services}/*/src/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
