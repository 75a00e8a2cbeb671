import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['understudy-source'] };

// A real browser against a whole cluster: `npm run browser-test`. One at a time: a busy machine would show in what is played.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/browser/*.browser.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    disableConsoleIntercept: true,
  },
});
