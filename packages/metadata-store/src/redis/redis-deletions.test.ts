import { expect, test, vi } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { startRedisServer } from '../testing/index.js';

test('an acknowledged deletion outlives the kill of Redis, and so does its place in the log', async () => {
  const server = await startRedisServer();
  const store = await openMetadataStore(server.url);
  try {
    for (const digest of ['d1', 'd2', 'd3']) await store.createDescription(digest, '{}');
    for (const [contentId, digest] of [
      [2n, 'd2'],
      [1n, 'd1'],
    ] as const) {
      expect(await store.deleteDescription(contentId, digest)).toBe('deleted');
      await server.kill();
      await server.restart();
      await vi.waitFor(() => store.ping(), 5_000);
      await expect(store.readDescription(contentId)).rejects.toMatchObject({ code: 'gone' });
    }
    expect(await store.createDescription('d1', '{}')).toEqual({ contentId: 4n, created: true });
    expect((await store.readDeletions(0, 10)).deletions.map(({ contentId }) => contentId)).toEqual([2n, 1n]);
  } finally {
    await store.close();
    await server.stop();
  }
}, 30_000);
