import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from './run-program.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 3 });
}, 60_000);
afterAll(() => cluster.dispose());

/** Plays a URL with ffmpeg's own demuxers, as ffplay, mpv and VLC do: the checksum of every decoded frame, and what it complained of. */
async function decode(url: string) {
  const args = ['-nostdin', '-v', 'error', '-i', url, '-f', 'framecrc', 'pipe:1'];
  const { code, stdout: frames, stderr: complaints } = await runProgram('ffmpeg', args);
  return { code, frames, complaints };
}

for (const kind of ['mp4', 'hls'] as const) {
  test(`ffmpeg plays a never-seen video as ${kind} while it is made and its master is killed`, async () => {
    const undisturbed = await decode((await createVideo(cluster, smallVideo(`calm ${kind}`)))[kind]);
    expect(undisturbed).toMatchObject({ code: 0, complaints: '' });
    // 450 frames of picture, and 704 of sound.
    expect(undisturbed.frames.split('\n').length).toBeGreaterThan(1_000);

    const video: Video = await createVideo(cluster, smallVideo(`killed ${kind}`));
    const { master } = await placementOf(cluster, video.id);
    const playing = decode(video[kind]);
    await until('some of it is made', async () => {
      const { holders } = await placementOf(cluster, video.id);
      return holders.some(({ bytes }) => bytes > 100_000);
    });
    await cluster.crash(master);
    expect(await playing).toEqual(undisturbed);
    await cluster.startWorker(master);
  }, 60_000);
}
