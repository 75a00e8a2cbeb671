import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['understudy-source'] };

// The cluster of infra/docker-compose.yml in real containers: `npm run compose-test`.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/compose/*.compose.ts'],
    testTimeout: 180_000,
    hookTimeout: 1_200_000,
    fileParallelism: false,
  },
});
