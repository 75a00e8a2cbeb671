import type { StatusesAnswer } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await cluster.close();
});

test('of several videos those are told of that are here, and not on their way out', async () => {
  const worker = await cluster.start('a');
  const [kept, deleted] = [await cluster.describe('kept', 2), await cluster.describe('deleted', 2)];
  for (const contentId of [kept, deleted]) await cluster.get(worker.url, contentId, 'video.mp4');
  const statuses = async () => {
    const json = { contentIds: [kept, deleted, 12345n].map(String) };
    const asked = { method: 'POST', url: worker.url, path: '/artifacts/status', json } as const;
    const { copies } = await cluster.client.json<StatusesAnswer>({ ...asked, headTimeoutMs: 5_000 });
    return copies.map(({ contentId }) => BigInt(contentId));
  };
  expect(await statuses()).toEqual([kept, deleted]);
  // Between a deletion and the removal of the last byte.
  vi.spyOn(worker.context, 'isDeleted').mockImplementation((contentId) => contentId === deleted);
  expect(await statuses()).toEqual([kept]);
});
