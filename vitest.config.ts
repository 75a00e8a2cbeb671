import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * The longest, whose parts are among the units or shorter ones too. Not in the short form.
 */
const longest = [
  'access-keys',
  'archive',
  'bit-flips',
  'budgets',
  'dashboard',
  'descriptions-one-copy',
  'descriptions-sentinel',
  'drain',
  'hot-video',
  'limits',
  'move-descriptions',
  'other-players',
  'overload',
  'peer-tls',
  'plain-program',
  'private-ports',
  'quick-start',
  'range-floods',
  'renditions',
  'restart',
  'ring-changes',
  'secrets',
  'signed-playback',
  'storyboard',
  'tracing',
  'versions',
  'webhooks',
].map((name) => `test/cluster/${name}.test.ts`);

/** Of the units. What confines a run is tested in the short form too, without a run of ffprobe for each of forty files. */
const slowUnits = [
  'services/router/src/limits/slow-readers.test.ts',
  'packages/service-kit/src/timeouts.test.ts',
  'packages/generator-ffmpeg/src/hostile-library.test.ts',
];

const otherGenerators = ['examples/generator-canvas/*', 'packages/generator-ffmpeg/src/conformance.test.ts'];

// Tests read the sources of the workspace's packages (the "understudy-source" condition of their exports), not their build.
const resolve = { conditions: ['understudy-source'] };

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: {
          name: 'unit',
          include: [
            '{packages,services}/*/src/**/*.test.ts',
            'examples/*/*.test.mjs',
            'infra/scripts/*.test.mjs',
            'test/docs/*.test.ts',
            'test/fuzz/*.fuzz.ts',
          ],
          testTimeout: 20_000,
          // One of the generators is checked in the short form, the one that is resumable by nothing.
          exclude: process.env['SHORT'] === undefined ? [] : [...otherGenerators, ...slowUnits],
          // Files of one process share its modules: to import everything for each of them took a third of the time. Each takes down
          // what it put up, module mocks too.
          isolate: false,
          hookTimeout: 30_000,
          // For what is waited for with `expect.poll`: by itself a second, which a busy machine may need.
          expect: { poll: { timeout: 8_000 } },
          // They wait for half of their time. Vitest takes one fewer than there are cores, which on two of them is 200 s instead of 106.
          maxWorkers: Math.max(3, availableParallelism()),
        },
      },
      {
        resolve,
        ssr: { resolve },
        test: {
          // Real processes; they run the build. One cluster at a time, after everything else.
          name: 'cluster',
          include: ['test/cluster/*.test.ts', 'test/fuzz/sockets/*.fuzz.ts'],
          exclude: process.env['SHORT'] === undefined ? [] : longest,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
