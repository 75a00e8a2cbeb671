import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from './open-metadata-store.js';
import { startRedisServer } from './testing/redis-server.js';

const countFrom = 2 ** 46 - 1;

async function lmdbUrl(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-count-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return `lmdb:${directory}`;
}

async function redisUrl(): Promise<string> {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  return server.url;
}

test.each([
  ['LMDB', lmdbUrl],
  ['Redis', redisUrl],
])(
  '%s begins to count where it is told, and goes on from there whatever it is told later',
  async (_kind, urlOf) => {
    const url = await urlOf();
    const first = await openMetadataStore(url, { countFrom });
    expect(await first.createDescription('first', '{}')).toEqual({ contentId: 2n ** 46n, created: true });
    // The count does not reach into the pool's bits.
    const pinned = await first.createDescription('pinned', '{}', 3);
    expect(pinned.contentId).toBe((3n << 48n) + 2n ** 46n + 1n);
    await first.close();
    const second = await openMetadataStore(url, { countFrom: 5 });
    expect((await second.createDescription('second', '{}')).contentId).toBe(2n ** 46n + 2n);
    await second.close();
  },
);
