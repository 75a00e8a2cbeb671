import { readFile } from 'node:fs/promises';
import { type ReceivedSpan, TraceReceiver } from '@understudy/tracing/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

let receiver: TraceReceiver;
let cluster: TestCluster;
beforeAll(async () => {
  receiver = await TraceReceiver.start();
  // A killed worker tells of what it had sent a moment before.
  cluster = await startCluster({ workers: 2, env: { ...receiver.env, OTEL_BSP_SCHEDULE_DELAY: '100' } });
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  await receiver.close();
});

const traceId = '0af7651916cd43dd8448eb211c80319c';

test('a response whose worker is killed in the middle of it is one trace', async () => {
  const video = await createVideo(cluster, smallVideo('traced', 24));
  const { master, replica } = await placementOf(cluster, video.id);
  let dying: Promise<void> | undefined;
  const played = await play(video.mp4, {
    headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    onBytes: () => {
      dying ??= cluster.crash(master);
    },
  });
  await dying;
  expect(played).toMatchObject({ status: 200, whole: true });
  await until('spans', () => receiver.named('play').length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  console.log(master, replica, JSON.stringify(receiver.spans, null, 1));
}, 60_000);
