import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

test('an owner that has to evict what it copied does not copy it again, and says for how long', async () => {
  const quick = { UNDERSTUDY_REBALANCE_SETTLE_MS: '20' };
  const a = await cluster.start('a', quick);
  const ids: bigint[] = [];
  for (let index = 0; index < 8; index += 1) {
    const contentId = await cluster.describe(`video ${index}`, 2);
    await cluster.get(a.url, contentId, 'video.mp4');
    ids.push(contentId);
  }
  const room = 4 * scriptedVideo(2).length;
  const b = await cluster.start('b', { ...quick, UNDERSTUDY_DISK_QUOTA_BYTES: String(room) });
  const errors = vi.spyOn(b.context.logger, 'error');
  const completed = vi.spyOn(b.context.events, 'completed');
  const offers = vi.spyOn(b.context.moves, 'offer');
  await cluster.joined(a, b);
  const answered = () =>
    offers.mock.calls.map(([{ contentId }], index) => ({
      contentId,
      answer: offers.mock.results[index]?.value as { accepted: boolean; pauseMs?: number },
    }));
  await until('a copy that was evicted, or had no room, is offered again and declined', () =>
    answered().some(({ answer }) => answer.pauseMs !== undefined),
  );
  for (const id of ids) {
    const times = completed.mock.calls.filter(([{ contentId }]) => contentId === id).length;
    expect(times).toBeLessThanOrEqual(1);
  }
  const failures = errors.mock.calls.filter(([fields]) => (fields as { event?: string }).event !== 'storage');
  expect(failures).toEqual([]);

  // Who leaves may have the last copy.
  const declined = answered().length;
  await cluster.setState(a, 'draining');
  await until('the copy comes from the worker that leaves', () =>
    answered()
      .slice(declined)
      .some(({ answer }) => answer.accepted),
  );
});

test('an owner whose disk is full is left alone, which is told once and as no failure, until it takes copies', async () => {
  const quick = { UNDERSTUDY_REBALANCE_SETTLE_MS: '20' };
  const a = await cluster.start('a', quick);
  const contentId = await cluster.describe('waits for room', 2);
  await cluster.get(a.url, contentId, 'video.mp4');
  const told = vi.spyOn(a.context.events, 'moveWithoutRoom');
  const refused = vi.spyOn(a.context.events, 'moveRefused');
  const b = await cluster.start('b', quick);
  const takes = vi.spyOn(b.context.disk, 'takes', 'get').mockReturnValue(false);
  await cluster.joined(a, b);
  await until('it was offered', () => told.mock.calls.length > 0);
  takes.mockRestore();
  await until('it is copied', () => b.context.store.get(contentId)?.isComplete() === true);
  expect(told).toHaveBeenCalledOnce();
  expect(refused).not.toHaveBeenCalled();
});
