import { afterAll, beforeAll, expect, test } from 'vitest';
import { runsOf } from './logs.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 3 });
}, 60_000);
afterAll(() => cluster.dispose());

async function get(video: Video, path: string) {
  const answer = await fetch(new URL(path, video.mp4));
  const { status, headers } = answer;
  return { status, etag: headers.get('etag'), body: Buffer.from(await answer.arrayBuffer()) };
}

async function stateOf({ id, mp4 }: Video): Promise<{ state: string; sealedSegments: number }> {
  return (await fetch(new URL(`/v1/videos/${id}`, mp4))).json() as Promise<{
    state: string;
    sealedSegments: number;
  }>;
}

test('a sheet is made once for many, without the video, and is the same from whoever is left', async () => {
  const video = await createVideo(cluster, smallVideo('storyboard', 40));
  const track = await get(video, 'storyboard.vtt');
  const sheets = [...new Set(track.body.toString().match(/^storyboard\/\d+\.jpg/gm))];
  expect(sheets).toEqual(['storyboard/0.jpg', 'storyboard/1.jpg']);

  const [first, ...others] = await Promise.all(
    Array.from({ length: 8 }, () => get(video, sheets[1] as string)),
  );
  expect(first).toMatchObject({ status: 200, etag: expect.stringMatching(/\.storyboard-1"$/) });
  // SOI and EOI of a JPEG: it is whole.
  expect([first?.body.subarray(0, 2).toString('hex'), first?.body.subarray(-2).toString('hex')]).toEqual([
    'ffd8',
    'ffd9',
  ]);
  for (const other of others) expect(other.body.equals(first?.body as Buffer)).toBe(true);
  expect(await stateOf(video)).toMatchObject({ state: 'described', sealedSegments: 0 });
  const { master, contentId } = await placementOf(cluster, video.id);
  expect(await runsOf(cluster.everyWorker, contentId)).toEqual(new Map([['storyboard-1', 1]]));

  cluster.worker(master).kill('SIGKILL');
  const after = await get(video, sheets[1] as string);
  expect(after).toMatchObject({ status: 200, etag: first?.etag });
  expect(after.body.equals(first?.body as Buffer)).toBe(true);
  await until('another is master', async () => (await placementOf(cluster, video.id)).master !== master);
});
