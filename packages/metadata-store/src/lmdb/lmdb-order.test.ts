import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

test('what processes of before the order have described, and deleted, is read in order all the same', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-lmdb-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const store = await openMetadataStore(`lmdb:${directory}`);
  onTestFinished(() => store.close());
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => store.createDescription(`d${index}`, `${index}`)),
  );
  const environment = new LmdbEnvironment(directory, {
    ...{
      commandTimeoutMs: 1_000,
      storeAwayAfterMs: 3_000,
      waitReplicas: 0,
      requireDurable: false,
      countFrom: 0,
    },
    ...{ onUnsafe: () => {}, onReachable: () => {} },
  });
  onTestFinished(() => environment.close());
  await environment.write('forget', (root) => {
    for (let count = 2n; count <= 290n; count += 1n) root.remove(lmdbKeys.order(count));
    root.put(lmdbKeys.order(700n), 1);
  });
  const { descriptions, next } = await store.readDescriptions(undefined, 1_000);
  expect(descriptions.map(({ contentId }) => Number(contentId))).toEqual(
    Array.from({ length: 300 }, (_, index) => 300 - index),
  );
  expect(next).toBeUndefined();
});
