import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLogs } from '../cluster/logs.js';
import { until } from '../cluster/until.js';
import { createVideo, placementOf } from '../cluster/videos.js';
import { ScreenRecording } from './screen-recording.js';
import { Stage, whySkipped } from './stage.js';
import { untilPosition } from './viewing.js';

/** What README begins with; written anew with UPDATE_PICTURES. */
const pictureFile = fileURLToPath(new URL('../../docs/images/kill.webp', import.meta.url));
const mostBytes = 1_500_000;
const killAtS = 3;
const endAtS = 8;

let stage: Stage;
beforeAll(async () => {
  if (whySkipped === undefined) stage = await Stage.open({});
});
afterAll(() => stage?.close());

/** Moves all the time, and takes about as long to make as to play. */
const description = {
  title: 'Killed while you watch',
  width: 640,
  height: 360,
  fps: 30,
  scenes: [
    {
      duration: 24,
      source: { type: 'mandelbrot' },
      text: { value: 'made while you watch it', sizePx: 28, box: true },
      audio: { type: 'tone', frequencyHz: 330 },
    },
  ],
};

/** A plain element, beside what an operator knows. */
const screen = (mp4: string) => `<!doctype html><link rel="icon" href="data:,"><style>
body{margin:0;display:grid;grid-template-columns:560px 1fr;gap:16px;padding:16px;background:#101218;color:#e6e8ec;font:15px/1.5 ui-monospace,monospace}
video{width:560px;height:315px;background:#000}h1{font-size:15px;margin:0 0 8px;font-weight:400;color:#9aa3b2}
#clock{font-size:26px}p{margin:0 0 6px}.bad{color:#ff7b72}.good{color:#7ee787}
</style><video muted playsinline autoplay src="${mp4}"></video>
<div><h1>&lt;video src="/v/…/video.mp4"&gt;</h1><p id="clock">0.0 s</p><div id="log"></div></div>`;

/** Runs in the page: the clock is the video's own position, and a player that has to wait says so. */
function watch(): void {
  const video = document.querySelector('video') as HTMLVideoElement;
  const clock = document.querySelector('#clock') as HTMLElement;
  const waited: number[] = Object.assign(window, { waited: [] as number[] }).waited;
  video.addEventListener('playing', () => {
    video.addEventListener('waiting', () => waited.push(video.currentTime));
  });
  setInterval(() => {
    clock.textContent = `${video.currentTime.toFixed(1)} s${video.paused ? '' : ' ▶'}`;
  }, 100);
}

function tell(page: Page, text: string, kind: '' | 'bad' | 'good' = ''): Promise<void> {
  return page.evaluate(
    ([line, className]) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      paragraph.className = className;
      document.querySelector('#log')?.append(paragraph);
    },
    [text, kind] as const,
  );
}

test.skipIf(whySkipped !== undefined)(
  'the master is killed in mid-play, and the picture goes on',
  async () => {
    const { cluster } = stage;
    const { id, mp4 } = await createVideo(cluster, description);
    const { master, replica } = await placementOf(cluster, id);
    const page = await stage.openWindow({ viewport: { width: 960, height: 350 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const recording = await ScreenRecording.of(page);
    await page.setContent(screen(mp4));
    await page.evaluate(watch);
    await tell(page, `${master} makes it, and sends it`);
    await tell(page, `${replica} has the bytes as they are made`);
    await untilPosition(page, killAtS);
    await tell(page, `kill -9 ${cluster.worker(master).pid}   (${master})`, 'bad');
    await cluster.crash(master);
    const router = cluster.routers[0]?.logFile as string;
    const failovers = async () => (await readLogs([router])).filter(({ event }) => event === 'failover');
    await until('another worker goes on', async () => (await failovers()).length > 0);
    const [failover] = await failovers();
    const position = Number(failover?.['position']).toLocaleString('en');
    await tell(page, `${failover?.['worker']} goes on at byte ${position}`, 'good');
    await untilPosition(page, endAtS);
    const requests = asked.filter((path) => path.endsWith('/video.mp4')).length;
    await tell(page, `requests of the player: ${requests}`, 'good');
    await untilPosition(page, endAtS + 1);
    expect(requests).toBe(1);
    expect(await page.evaluate(() => (window as unknown as { waited: number[] }).waited)).toEqual([]);
    expect(recording.frames).toBeGreaterThan(endAtS);
    if (process.env['UPDATE_PICTURES'] !== undefined) {
      await recording.save(pictureFile, 840);
      expect((await stat(pictureFile)).size).toBeLessThan(mostBytes);
    }
    await page.close();
  },
);
