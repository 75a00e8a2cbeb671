import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { madeAgain, readLogs, runsOf } from './logs.js';
import { type Played, play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, placementOf, type Video } from './videos.js';

/** A cluster whose workers have one of the examples as their generator. */
async function startWith(example: string): Promise<TestCluster> {
  return startCluster({ workers: 3, env: { UNDERSTUDY_GENERATOR: pathOf(example, 'generator.json') } });
}

const pathOf = (example: string, name: string) =>
  fileURLToPath(new URL(`../../examples/${example}/${name}`, import.meta.url));

/** The example's description with another title and input. */
async function described(example: string, title: string, input: object, seconds: number): Promise<object> {
  const description = JSON.parse(await readFile(pathOf(example, 'description.json'), 'utf8'));
  const { source } = description.scenes[0];
  return { ...description, title, scenes: [{ duration: seconds, source: { ...source, input } }] };
}

/** Plays `video`, and kills its master as soon as `atByte` bytes have come. */
async function playAndKill(
  cluster: TestCluster,
  video: Video,
  atByte: number,
): Promise<Played & { killedAt: number }> {
  const { master } = await placementOf(cluster, video.id);
  let dying: Promise<void> | undefined;
  let killedAt = 0;
  const played = await play(video.mp4, {
    onBytes: (received) => {
      if (dying !== undefined || received < atByte) return;
      killedAt = received;
      dying = cluster.crash(master);
    },
  });
  await dying;
  return { ...played, killedAt };
}

/** What the workers logged of a video. */
async function linesOf(cluster: TestCluster, contentId: string) {
  const lines = await readLogs(cluster.everyWorker.map(({ logFile }) => logFile));
  return lines.filter((line) => line.contentId === contentId);
}

describe('a shell script that knows nothing of segments', () => {
  const example = 'generator-sh';
  let cluster: TestCluster;
  let undisturbed: Played;
  beforeAll(async () => {
    cluster = await startWith(example);
    const video = await createVideo(cluster, await described(example, 'undisturbed', { hue: 40 }, 9));
    undisturbed = await play(video.mp4);
    expect(undisturbed).toMatchObject({ status: 200, whole: true });
  }, 60_000);
  afterAll(() => cluster.dispose());

  test('its video goes on when its master is killed, with the bytes that it would have had', async () => {
    const description = await described(example, 'killed', { hue: 40, live: true }, 9);
    const video = await createVideo(cluster, description);
    const { contentId, master } = await placementOf(cluster, video.id);
    const played = await playAndKill(cluster, video, undisturbed.body.length / 3);
    expect(played.killedAt).toBeLessThan(undisturbed.body.length / 2);
    expect(played).toMatchObject({ status: 200, whole: true });
    expect(played.body.equals(undisturbed.body)).toBe(true);
    // What was shown when it was killed was on two workers.
    const lines = await linesOf(cluster, contentId);
    const eventCount = (event: string) => lines.filter((line) => line.event === event).length;
    expect(eventCount('generate')).toBe(2);
    expect([eventCount('mismatch'), eventCount('watermark.open')]).toEqual([0, 0]);
    console.info(
      `killed at byte ${played.killedAt} of ${played.body.length}; longest silence ${Math.round(played.longestSilenceMs)} ms`,
    );
    await cluster.startWorker(master);
  }, 60_000);

  test('it has a playlist, whose segments are the video, and a poster; and no renditions', async () => {
    const video = await createVideo(cluster, await described(example, 'undisturbed', { hue: 40 }, 9));
    const playlist = (await play(video.hls)).body.toString();
    const names = ['init.mp4', ...playlist.split('\n').filter((line) => line.endsWith('.m4s'))];
    expect(names).toHaveLength(6);
    const parts: Buffer[] = [];
    for (const name of names) parts.push((await play(new URL(name, video.hls).href)).body);
    expect(Buffer.concat(parts).equals(undisturbed.body)).toBe(true);
    const poster = await play(new URL('poster.jpg', video.hls).href);
    expect(poster).toMatchObject({ status: 200, headers: { 'content-type': 'image/jpeg' } });
    const variants = (await play(new URL('multivariant.m3u8', video.hls).href)).body.toString();
    expect(variants.match(/#EXT-X-STREAM-INF/g)).toHaveLength(1);
  }, 60_000);

  test('what it does not take is refused when it is described', async () => {
    const wrong = await described(example, 'wrong', { hue: 'green' }, 9);
    await expect(createVideo(cluster, wrong)).rejects.toThrow(
      /400.*\/scenes\/0\/source\/input\/hue.*must be integer/,
    );
    const bundled = { ...wrong, scenes: [{ duration: 1, source: { type: 'still', color: '#000000' } }] };
    const played = await play((await createVideo(cluster, bundled)).mp4);
    expect(played.status).toBe(503);
    expect(JSON.parse(played.body.toString())).toMatchObject({ code: 'generator_unavailable' });
  }, 60_000);
});

describe('a program that draws each segment by itself', () => {
  const example = 'generator-canvas';
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startWith(example);
  }, 60_000);
  afterAll(() => cluster.dispose());

  test('its video goes on when its master is killed, and one segment is made again', async () => {
    const describeIt = async (title: string) =>
      createVideo(cluster, await described(example, title, { seed: 3 }, 12));
    const undisturbed = (await play((await describeIt('undisturbed')).mp4)).body;
    const video = await describeIt('killed');
    const { contentId } = await placementOf(cluster, video.id);
    const played = await playAndKill(cluster, video, undisturbed.length / 3);
    expect(played).toMatchObject({ status: 200, whole: true });
    expect(played.killedAt).toBeLessThan(undisturbed.length);
    expect(played.body.equals(undisturbed)).toBe(true);
    expect(madeAgain(await runsOf(cluster.everyWorker, contentId))).toBeLessThanOrEqual(1);
  }, 60_000);
});
