import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from './run-program.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

/** Players with demuxers and HLS of their own, which play at the video's pace, with nothing to show it on. */
const players = [
  {
    name: 'mpv',
    debian: 'mpv',
    command: (url: string) => ['mpv', '--no-config', '--vo=null', '--ao=null', '--msg-level=all=warn', url],
  },
  {
    name: 'VLC',
    debian: 'vlc-bin and vlc-plugin-base',
    // It does not run as root.
    command: (url: string) => [
      ...(process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : []),
      ...['cvlc', '--quiet', '--vout=dummy', '--aout=dummy', '--play-and-exit', url],
    ],
  },
  {
    name: 'GStreamer',
    debian: 'gstreamer1.0-tools, gstreamer1.0-plugins-good and -bad, and gstreamer1.0-libav',
    command: (url: string) => [
      ...['gst-launch-1.0', '--quiet', 'playbin', `uri=${url}`],
      ...['video-sink=fakesink sync=true', 'audio-sink=fakesink sync=true'],
    ],
  },
].map((player) => {
  const program = player.command('').find((word) => /^(mpv|cvlc|gst-launch)/.test(word)) as string;
  // Not by running it: VLC would be root.
  const isHere = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  if (!isHere) process.stderr.write(`SKIPPED: ${player.name} (Debian: ${player.debian}) is not installed\n`);
  return { ...player, isHere };
});

const seconds = 15;
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 3 });
}, 60_000);
afterAll(() => cluster.dispose());

for (const { name, command, isHere } of players)
  for (const kind of ['mp4', 'hls'] as const)
    test.skipIf(!isHere)(
      `${name} plays a never-seen video as ${kind} to its end, at its pace, while its master is killed`,
      async () => {
        const video = await createVideo(cluster, smallVideo(`${name} ${kind}`, seconds));
        const { master } = await placementOf(cluster, video.id);
        const startedAtMs = performance.now();
        const [program, ...args] = command(video[kind]) as [string, ...string[]];
        const playing = runProgram(program, args, { env: { ...process.env, HOME: tmpdir() } });
        await until('some of it is made', async () => {
          const { holders } = await placementOf(cluster, video.id);
          return holders.some(({ bytes }) => bytes > 100_000);
        });
        await cluster.crash(master);
        const { code, output } = await playing;
        const tookS = (performance.now() - startedAtMs) / 1_000;
        expect({ code, output }).toEqual({ code: 0, output: '' });
        expect(tookS).toBeGreaterThan(seconds - 0.5);
        expect(tookS).toBeLessThan(seconds + 10);
        await cluster.startWorker(master);
      },
      60_000,
    );
