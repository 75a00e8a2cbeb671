import { defineConfig, type TestUserConfig, type ViteUserConfig } from 'vitest/config';

const resolve = { conditions: ['understudy-source'] };

/** The configuration of tests that are a program of their own: by the sources, and one file at a time, since a busy machine shows in what they see. */
export function programOf(include: string[], options: TestUserConfig): ViteUserConfig {
  return defineConfig({
    resolve,
    ssr: { resolve },
    test: {
      root: new URL('..', import.meta.url).pathname,
      include,
      fileParallelism: false,
      ...options,
    },
  });
}
