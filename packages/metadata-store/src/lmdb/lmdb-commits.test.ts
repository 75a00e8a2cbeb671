import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LmdbEnvironment } from './lmdb-environment.js';

const settings = {
  commandTimeoutMs: 5_000,
  storeAwayAfterMs: 3_000,
  waitReplicas: 0,
  requireDurable: false,
  countFrom: 0,
  onUnsafe: () => {},
  onReachable: () => {},
};

test('who follows commits is told of many at once, and always of the last', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-lmdb-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const environment = new LmdbEnvironment(directory, settings);
  onTestFinished(() => environment.close());
  const key = ['count'];
  let told = 0;
  let seen: unknown;
  const stop = environment.onCommit(() => {
    told += 1;
    void environment.read('look', (root) => {
      seen = root.get(key);
    });
  });
  onTestFinished(stop);

  const startedAtMs = performance.now();
  let commits = 0;
  for (; performance.now() - startedAtMs < 500; commits += 1)
    await environment.write('count', (root) => root.put(key, commits));
  const tookMs = performance.now() - startedAtMs;
  await expect.poll(() => seen, { timeout: 5_000 }).toBe(commits - 1);
  // Twice in 50 ms, and no more where a disk is so slow that there are fewer commits.
  expect(told).toBeLessThanOrEqual(2 * (tookMs / 50 + 2));
  expect(commits).toBeGreaterThan(0);
});
