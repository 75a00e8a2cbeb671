import { UnderstudyError } from '@understudy/errors';
import type { Told, VideoNews } from '@understudy/metadata-store';
import { expect, test, vi } from 'vitest';
import type { WorkerEvents } from '../events.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { NewsTeller } from './news-teller.js';

const artifact = (contentId: bigint) => ({ contentId, artifactId: `a${contentId}` }) as StoredArtifact;

function tellerOf(tell: (contentId: bigint, news: VideoNews) => Promise<Told>) {
  const events = { newsDropped: vi.fn(), newsFailed: vi.fn(), messageDropped: vi.fn() };
  const options = { metadata: { tell }, limit: 2, failedAfterMs: 0 };
  return { events, teller: new NewsTeller({ ...options, events: events as unknown as WorkerEvents }) };
}

test('while the store is away the oldest above the limit are dropped, and the rest is told in order', async () => {
  const told: string[] = [];
  let away = true;
  const { events, teller } = tellerOf(async (contentId, { type }) => {
    if (away) throw new UnderstudyError('metadata_unavailable', 'away');
    told.push(`${contentId} ${type}`);
    return { enqueued: 1, dropped: [] };
  });
  teller.started(artifact(1n));
  teller.started(artifact(2n));
  teller.complete(artifact(2n));
  await teller.close();
  expect(events.newsDropped.mock.calls).toEqual([[1n, 'started']]);
  away = false;
  await teller.close();
  expect(told).toEqual(['2 started', '2 complete']);
});

test('what the store refuses is told in the log, and does not hold up the next', async () => {
  const told: bigint[] = [];
  const { events, teller } = tellerOf(async (contentId) => {
    if (contentId === 1n) throw new UnderstudyError('internal', 'refused');
    told.push(contentId);
    return { enqueued: 1, dropped: [{ hook: 'h', key: '9/described' }] };
  });
  teller.complete(artifact(1n));
  teller.complete(artifact(2n));
  await teller.close();
  expect(told).toEqual([2n]);
  expect(events.newsFailed).toHaveBeenCalledTimes(1);
  expect(events.messageDropped.mock.calls).toEqual([['h', 9n]]);
});
