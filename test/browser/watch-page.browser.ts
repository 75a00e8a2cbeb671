import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../cluster/until.js';
import { createVideo, smallVideo } from '../cluster/videos.js';
import { Stage, whySkipped } from './stage.js';
import { play, viewingOf } from './viewing.js';

let stage: Stage;
beforeAll(async () => {
  if (whySkipped === undefined) stage = await Stage.open({});
});
afterAll(() => stage?.close());

/** Opens the watch page of a new video and plays it as a viewer does; gives what the page asked for. */
async function watch(page: Page, title: string) {
  const { id, mp4 } = await createVideo(stage.cluster, smallVideo(title));
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  // A browser looks for its icon by itself.
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !url.endsWith('/favicon.ico'))
      complaints.push(`${url} ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${error.stack}`));
  await page.goto(new URL(`/watch/${id}`, mp4).href);
  await page.evaluate(() => {
    document.querySelector('video')?.play();
  });
  // From here: without JavaScript the page cannot look by itself.
  await until('it plays', () => page.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 2));
  return { id, asked, complaints };
}

test.skipIf(whySkipped !== undefined)(
  'the watch page plays by hls.js, under its own policy and from its own origin',
  async () => {
    const page = await stage.openWindow();
    const { id, asked, complaints } = await watch(page, 'watched');
    expect(complaints).toEqual([]);
    expect(asked).toContain(`/v/${id}/index.m3u8`);
    expect(asked).toContain(`/v/${id}/0.m4s`);
    // Its sources were not loaded beside that.
    expect(asked).not.toContain(`/v/${id}/video.mp4`);
    await page.close();
  },
);

test.skipIf(whySkipped !== undefined)(
  'without JavaScript the watch page plays the progressive file',
  async () => {
    const page = await stage.openWindow({ javaScriptEnabled: false });
    const { id, asked } = await watch(page, 'watched without scripts');
    expect(asked.filter((path) => path.startsWith(`/v/${id}/`) && !path.endsWith('.jpg'))).toEqual([
      `/v/${id}/video.mp4`,
    ]);
    await page.close();
  },
);

test.skipIf(whySkipped !== undefined)('a video that was deleted is refused at once', async () => {
  const { cluster } = stage;
  const { id, mp4 } = await createVideo(cluster, smallVideo('deleted'));
  const { origin } = new URL(mp4);
  const authorization = `Bearer ${cluster.apiKey}`;
  await fetch(`${origin}/v1/videos/${id}`, { method: 'DELETE', headers: { authorization } });
  const page = await stage.openPage();
  await play(page, { player: { id, origins: [origin] } });
  await until('the player gives up', async () => (await viewingOf(page)).told.length > 0);
  expect((await viewingOf(page)).told).toEqual([
    expect.stringMatching(/^fatal {"reason":"refused","status":410,/),
  ]);
  await page.close();
});
