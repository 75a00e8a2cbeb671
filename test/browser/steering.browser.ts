import { freePort } from '@understudy/metadata-store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVideo, lightVideo, noiseVideo } from '../cluster/videos.js';
import { Stage, whySkipped } from './stage.js';
import { type Playing, play, untilEnded, untilPosition } from './viewing.js';

const seconds = 24;
/** By size it would load the whole video at once. */
const shortBuffer = { maxBufferLength: 5, maxBufferSize: 1 };

let stage: Stage;
let origins: readonly string[];
let noise: (title: string) => object;
beforeAll(async () => {
  if (whySkipped !== undefined) return;
  // The first one stays; each test kills another.
  const ports = await Promise.all(Array.from({ length: 5 }, freePort));
  origins = ports.map((port) => `http://127.0.0.1:${port}`);
  stage = await Stage.open({
    routers: ports.length,
    env: { UNDERSTUDY_PUBLIC_ORIGINS: origins.join(',') },
    routerEnv: (index) => ({ UNDERSTUDY_PORT: String(ports[index]), UNDERSTUDY_STEERING_TTL_S: '2' }),
  });
  noise = await noiseVideo(stage.cluster.dataDir, seconds);
});
afterAll(() => stage?.close());

interface Case {
  readonly name: string;
  /** Which router it begins at, and which is killed. */
  readonly router: number;
  readonly how: (origin: string, id: string) => Playing;
}

const cases: readonly Case[] = [
  {
    name: 'the player, which was given one address',
    router: 1,
    how: (origin, id) => ({
      player: { id, origins: [origin], renditions: true, hls: shortBuffer },
    }),
  },
  {
    name: 'hls.js alone, by content steering',
    router: 2,
    how: (origin, id) => ({ hlsJs: { url: `${origin}/v/${id}/multivariant.m3u8`, steering: true } }),
  },
  {
    name: 'hls.js without content steering, by the redundant variants',
    router: 3,
    how: (origin, id) => ({ hlsJs: { url: `${origin}/v/${id}/multivariant.m3u8`, steering: false } }),
  },
];

for (const { name, router, how } of cases) {
  test.skipIf(whySkipped !== undefined)(
    `when a router is killed another address of the playlist is asked: ${name}`,
    async () => {
      const { cluster } = stage;
      const { id, mp4 } = await createVideo(cluster, noise(`steered, ${name}`));
      await fetch(mp4).then((answer) => answer.arrayBuffer());
      const page = await stage.openPage();
      const asked: URL[] = [];
      page.on('response', (response) => asked.push(new URL(response.url())));
      const playing = how(origins[router] as string, id);
      const isOurs = 'player' in playing;
      const isSteered = !('hlsJs' in playing) || playing.hlsJs.steering;
      await play(page, playing);
      await untilPosition(page, seconds / 3);
      const before = asked.filter(({ pathname }) => pathname.startsWith('/v/'));
      cluster.routers[router]?.kill('SIGKILL');
      const killedAt = asked.length;
      const viewing = await untilEnded(page);
      const after = asked.slice(killedAt).filter(({ pathname }) => pathname.endsWith('.m4s'));
      console.info(
        `${name}: behind the clock ${Math.round(viewing.longestLagMs)} ms at most, ${viewing.troubles.join(', ') || 'no troubles'}; ${after.length} segments from ${[...new Set(after.map(({ origin }) => origin))].join()}`,
      );
      // Until then everything came from where it began; without steering any of them will do.
      if (isSteered) expect(new Set(before.map(({ origin }) => origin))).toEqual(new Set([origins[router]]));
      expect(after.some(({ origin }) => origin !== origins[router])).toBe(true);
      // By itself hls.js begins with one second in its buffer, and may wait for the next.
      const troubles = viewing.troubles.filter((trouble) => isOurs || !trouble.startsWith('waiting at 1.'));
      expect({ ended: viewing.ended, troubles }).toEqual({ ended: true, troubles: [] });
      await page.close();
    },
  );
}

/** Of a small video: some times what it takes, so that the page has not loaded all of it at once. */
const throughput = 200_000;

test.skipIf(whySkipped !== undefined)('the watch page of a router that is killed plays on', async () => {
  const { cluster } = stage;
  const { id, mp4 } = await createVideo(cluster, lightVideo('watched', 60));
  await fetch(mp4).then((answer) => answer.arrayBuffer());
  const page = await stage.openWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  const browser = await page.context().newCDPSession(page);
  await browser.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 0, uploadThroughput: -1, downloadThroughput: throughput },
  });
  await page.goto(`${origins[4]}/watch/${id}`);
  await page.evaluate(() => {
    const video = document.querySelector('video') as HTMLVideoElement;
    const seen = Object.assign(window, { waited: [] as number[] });
    video.addEventListener('playing', () =>
      video.addEventListener('waiting', () => seen.waited.push(video.currentTime)),
    );
    return video.play();
  });
  // Little of it is in the buffer by then.
  await untilPosition(page, 2);
  const asked: URL[] = [];
  page.on('response', (response) => asked.push(new URL(response.url())));
  cluster.routers[4]?.kill('SIGKILL');
  // Nobody has to see all of it in its own time.
  await page.evaluate(() => {
    (document.querySelector('video') as HTMLVideoElement).playbackRate = 3;
  });
  await page.waitForFunction(() => document.querySelector('video')?.ended, undefined, { timeout: 60_000 });
  const segments = asked.filter(({ pathname }) => pathname.endsWith('.m4s'));
  console.info(`the watch page: ${segments.length} segments from other routers`);
  expect(complaints).toEqual([]);
  expect(segments.length).toBeGreaterThan(3);
  expect(segments.map(({ origin }) => origin)).not.toContain(origins[4]);
  expect(await page.evaluate(() => (window as unknown as { waited: number[] }).waited)).toEqual([]);
  await page.close();
});
