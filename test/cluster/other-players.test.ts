import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, runProgram } from './run-program.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

/** Players with demuxers and HLS of their own, which play at the video's pace, with nothing to show it on. */
const players = [
  {
    name: 'mpv',
    debian: 'mpv',
    program: 'mpv',
    options: (url: string) => ['--no-config', '--vo=null', '--ao=null', '--msg-level=all=warn', url],
  },
  {
    name: 'VLC',
    debian: 'vlc-bin and vlc-plugin-base',
    program: 'cvlc',
    options: (url: string) => ['--quiet', '--vout=dummy', '--aout=dummy', '--play-and-exit', url],
  },
  {
    name: 'GStreamer',
    debian: 'gstreamer1.0-tools, gstreamer1.0-plugins-good and -bad, and gstreamer1.0-libav',
    program: 'gst-launch-1.0',
    options: (url: string) => [
      ...['--quiet', 'playbin', `uri=${url}`],
      ...['video-sink=fakesink sync=true', 'audio-sink=fakesink sync=true'],
    ],
  },
].map((player) => {
  // Not by running it: VLC refuses to be root.
  const isHere = spawnSync('sh', ['-c', `command -v ${player.program}`]).status === 0;
  if (!isHere) process.stderr.write(`SKIPPED: ${player.name} (Debian: ${player.debian}) is not installed\n`);
  return { ...player, isHere };
});

const seconds = 15;
/** A player that is longer in it than this is ended, and the test fails. */
const patienceS = 40;
let cluster: TestCluster;
/** For what they keep. */
let home: string;
beforeAll(async () => {
  if (!players.some(({ isHere }) => isHere)) return;
  home = await mkdtemp(join(tmpdir(), 'understudy-players-'));
  await chmod(home, 0o777);
  cluster = await startCluster({ workers: 3 });
}, 60_000);
afterAll(async () => {
  await cluster?.dispose();
  if (home !== undefined) await rm(home, { recursive: true });
});

/** What became of a player, and how long it played. */
async function play({ program, options }: (typeof players)[number], url: string) {
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const command = [
    ...(process.getuid?.() === 0 ? asNobody : []),
    ...['timeout', String(patienceS), program, ...options(url)],
  ];
  const startedAtMs = performance.now();
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home };
  const { code, output }: Ended = await runProgram(command[0] as string, command.slice(1), { env });
  return { code, output, tookS: (performance.now() - startedAtMs) / 1_000 };
}

for (const player of players)
  for (const kind of ['mp4', 'hls'] as const)
    test.skipIf(!player.isHere)(
      `${player.name} plays a never-seen video as ${kind}, as long as one whose master lives, while its master is killed`,
      async () => {
        const titled = (title: string) =>
          createVideo(cluster, smallVideo(`${title} ${player.name} ${kind}`, seconds));
        const undisturbed = await play(player, (await titled('calm'))[kind]);
        expect(undisturbed).toMatchObject({ code: 0, output: '' });
        expect(undisturbed.tookS).toBeGreaterThan(seconds);

        const video = await titled('killed');
        const { master } = await placementOf(cluster, video.id);
        const playing = play(player, video[kind]);
        try {
          await until('some of it is made', async () => {
            const { holders } = await placementOf(cluster, video.id);
            return holders.some(({ bytes }) => bytes > 100_000);
          });
          await cluster.crash(master);
          const disturbed = await playing;
          expect(disturbed).toMatchObject({ code: 0, output: '' });
          expect(disturbed.tookS).toBeGreaterThan(undisturbed.tookS - 1);
          expect(disturbed.tookS).toBeLessThan(undisturbed.tookS + 5);
        } finally {
          // It ends by itself, at the latest by its time limit.
          await playing;
          await cluster.startWorker(master);
        }
      },
      120_000,
    );
