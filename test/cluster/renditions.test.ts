import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runsOf } from './logs.js';
import { play } from './player.js';
import { clusterOf, startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 3 });
}, 60_000);
afterAll(() => cluster.dispose());

const numbers = { '1080p': 1n, '720p': 2n, '480p': 3n, '360p': 4n } as const;
type Name = keyof typeof numbers;

/** Large enough for two renditions. */
const largeEnough = (title: string, seconds = 12) => ({
  ...smallVideo(title, seconds),
  width: 854,
  height: 480,
});
const partOf = (video: Video, path: string) => new URL(path, video.mp4).href;

async function contentIdsOf(video: Video): Promise<{ video: string } & Record<Name, string>> {
  const { contentId } = await placementOf(cluster, video.id);
  const named = Object.entries(numbers).map(([name, number]) => [
    name,
    String(BigInt(contentId) + number * 2n ** 61n),
  ]);
  return { video: contentId, ...(Object.fromEntries(named) as Record<Name, string>) };
}

test('every variant of the playlist is what it says, and nothing is made of what nobody watches', async () => {
  const video = await createVideo(cluster, largeEnough('variants'));
  const playlist = (await play(partOf(video, 'multivariant.m3u8'))).body.toString();
  const variants = [
    ...playlist.matchAll(/BANDWIDTH=(\d+),CODECS="([^"]+)",RESOLUTION=(\d+)x(\d+),FRAME-RATE=30.000\n(\S+)/g),
  ].map(([, bandwidth, codecs, width, height, uri]) => ({
    bandwidth,
    codecs,
    width,
    height,
    uri: String(uri),
  }));
  expect(variants.map(({ uri }) => uri)).toEqual(['index.m3u8', '360p/index.m3u8']);

  const ids = await contentIdsOf(video);
  const made = async (contentId: string) => (await runsOf(cluster.everyWorker, contentId)).size;
  expect(await made(ids.video)).toBe(0);
  const medias = await Promise.all(
    variants.map(async (variant) => {
      const media = (await play(partOf(video, variant.uri))).body.toString();
      const parts = ['init.mp4', '0.m4s'].map((part) => play(new URL(part, partOf(video, variant.uri)).href));
      const [init, first] = await Promise.all(parts);
      const bytes = Buffer.concat([init?.body as Buffer, first?.body as Buffer]);
      const probe = spawnSync('ffprobe', ['-v', 'error', '-show_streams', '-of', 'json', '-'], {
        input: bytes,
      });
      expect(probe.stderr.toString()).toBe('');
      const [picture] = JSON.parse(probe.stdout.toString()).streams;
      const level = Number(picture.level).toString(16).padStart(2, '0').toUpperCase();
      expect([picture.width, picture.height]).toEqual([Number(variant.width), Number(variant.height)]);
      expect(variant.codecs).toBe(`avc1.6400${level},mp4a.40.2`);
      expect((first?.body.length as number) * 8).toBeLessThan(Number(variant.bandwidth) * (32 / 30));
      return media;
    }),
  );
  expect(medias[1]).toBe(medias[0]);
  for (const unwatched of ['480p', '720p', '1080p'] as const) expect(await made(ids[unwatched])).toBe(0);

  // Only watched for a segment, it stops long before the end.
  const long = await createVideo(cluster, largeEnough('left soon', 120));
  const longIds = await contentIdsOf(long);
  await play(partOf(long, '360p/0.m4s'));
  await until('what is ahead was made', async () => (await made(longIds['360p'])) === 4);
  await until('nothing is made any more', async () =>
    (await clusterOf(cluster)).workers.every(({ generating }) => generating === 0),
  );
  expect(await made(longIds['360p'])).toBe(4);
}, 60_000);

test('there is nothing larger than the video, and no other names', async () => {
  const video = await createVideo(cluster, largeEnough('names'));
  for (const path of [
    '720p/index.m3u8',
    '1080p/video.mp4',
    '240p/video.mp4',
    '0480p/video.mp4',
    '360p/multivariant.m3u8',
    '360p/x.mp4',
    '360p/360p/video.mp4',
  ]) {
    const answer = await fetch(partOf(video, path));
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'not_found', status: 404 });
  }
});

test('kill -9 of its master in the middle of a rendition does not change a byte; a deletion reaches all of it', async () => {
  const path = '360p/video.mp4';
  const undisturbed = await play(partOf(await createVideo(cluster, largeEnough('undisturbed', 24)), path));
  const video = await createVideo(cluster, largeEnough('killed', 24));
  let crashed: Promise<string> | undefined;
  const crashMaster = async () => {
    const { workers } = await clusterOf(cluster);
    const making = workers.find(({ generating }) => generating > 0);
    if (making === undefined) throw new Error('nobody makes it');
    await cluster.crash(making.id);
    return making.id;
  };
  const played = await play(partOf(video, path), {
    onBytes: (received) => {
      if (received > undisturbed.body.length / 2) crashed ??= crashMaster();
    },
  });
  const killed = await crashed;
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(undisturbed.body)).toBe(true);

  const ids = await contentIdsOf(video);
  const runs = await runsOf(cluster.everyWorker, ids['360p']);
  expect(Math.max(...runs.values())).toBeLessThanOrEqual(2);
  const workersWith = async () => {
    const directories = await Promise.all(
      ['w1', 'w2', 'w3'].map((id) => readdir(join(cluster.dataDir, 'workers', id, 'artifacts'))),
    );
    return directories.filter((names) => names.some((name) => name.startsWith(`${ids['360p']}-`))).length;
  };
  expect(await workersWith()).toBeGreaterThan(1);
  const answer = await fetch(new URL(`/v1/videos/${video.id}`, video.mp4), {
    method: 'DELETE',
    headers: { authorization: `Bearer ${cluster.apiKey}` },
  });
  expect(answer.status).toBe(204);
  await cluster.startWorker(killed as string);
  await until('nobody has any of it', async () => (await workersWith()) === 0);
  const gone = await fetch(partOf(video, path));
  expect([gone.status, ((await gone.json()) as { code: string }).code]).toEqual([410, 'gone']);
}, 60_000);

test('a seek into what is not made yet is answered ahead of the sequence, and the progressive response goes on', async () => {
  const video = await createVideo(cluster, smallVideo('sought in', 60));
  const playlist = (await play(video.hls)).body.toString();
  const last = playlist.match(/\d+\.m4s/g)?.at(-1) as string;
  let receivedAtAnswer = 0;
  let received = 0;
  let seeking: Promise<Buffer> | undefined;
  const played = await play(video.mp4, {
    onBytes: (now) => {
      received = now;
      seeking ??= play(partOf(video, last)).then(({ body }) => {
        receivedAtAnswer = received;
        return body;
      });
    },
  });
  const sought = (await seeking) as Buffer;
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals((await play(video.mp4)).body)).toBe(true);
  expect(sought.equals(played.body.subarray(-sought.length))).toBe(true);
  expect(receivedAtAnswer).toBeGreaterThan(0);
  expect(receivedAtAnswer).toBeLessThan(played.body.length / 2);
  const runs = await runsOf(cluster.everyWorker, (await contentIdsOf(video)).video);
  expect([...runs.values()].every((count) => count === 1)).toBe(true);
}, 60_000);
