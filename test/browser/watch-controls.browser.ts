import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../cluster/until.js';
import { createVideo, type Video } from '../cluster/videos.js';
import { seriousViolations } from './console.session.js';
import { Stage, whySkipped } from './stage.js';

/** For the README; written anew with UPDATE_PICTURES. */
const pictureFile = fileURLToPath(new URL('../../docs/images/watch.png', import.meta.url));

/** So long a busy machine may take to make what is played. */
const patienceMs = 60_000;

/** Of six scenes that look different, long enough for seeking. */
const description = {
  title: 'Six places',
  width: 854,
  height: 480,
  fps: 30,
  scenes: ['#ff5f6d', '#2ec4b6', '#3a1c71', '#ffc371', '#1d55b3', '#e6e8ec'].map((color, index) => ({
    duration: 6,
    source: { type: 'gradients', colors: [color, '#101218'], seed: index },
    text: { value: `Place ${index + 1}`, sizePx: 80 },
    audio: { type: 'tone', frequencyHz: 220 + 40 * index, volume: 0.1 },
  })),
};

describe.skipIf(whySkipped !== undefined)('the controls of the watch page', () => {
  let stage: Stage;
  let video: Video;
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    stage = await Stage.open({});
    video = await createVideo(stage.cluster, description);
  });
  afterAll(() => stage?.close());

  async function openWatch(options: Parameters<Stage['openWindow']>[0] = {}): Promise<Page> {
    const page = await stage.openWindow(options);
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.on('pageerror', (error) => complaints.push(`${error.stack}`));
    page.on('console', (message) => {
      const { url } = message.location();
      if (message.type() === 'error' && !url.endsWith('/favicon.ico')) complaints.push(message.text());
    });
    await page.goto(new URL(`/watch/${video.id}`, video.mp4).href);
    await page.locator('html.controlled').waitFor();
    return page;
  }

  const stateOf = (page: Page) =>
    page.evaluate(() => {
      const { paused, currentTime, videoHeight } = document.querySelector('video') as HTMLVideoElement;
      return { paused, positionS: currentTime, height: videoHeight };
    });
  const waitFor = (
    page: Page,
    what: string,
    holds: (state: Awaited<ReturnType<typeof stateOf>>) => boolean,
  ) => until(what, async () => holds(await stateOf(page)), patienceMs);

  test('the keyboard plays, pauses and seeks', async () => {
    const page = await openWatch();
    await page.getByRole('button', { name: 'play', exact: true }).focus();
    await page.keyboard.press('Enter');
    await waitFor(page, 'it plays', ({ positionS }) => positionS > 0.5);
    await page.getByRole('button', { name: 'pause' }).waitFor();
    await page.keyboard.press('Space');
    await waitFor(page, 'it pauses', ({ paused }) => paused);
    const before = (await stateOf(page)).positionS;
    await page.keyboard.press('ArrowRight');
    await waitFor(page, 'it is further', ({ positionS }) => positionS > before + 5);
    await page.keyboard.press('Tab');
    await page.getByRole('slider', { name: 'seek' }).focus();
    await page.keyboard.press('ArrowLeft');
    await waitFor(page, 'it is back', ({ positionS }) => positionS < before + 10);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('another quality is chosen by keyboard, and played', async () => {
    const page = await openWatch();
    await page.getByRole('button', { name: 'play', exact: true }).press('Enter');
    await waitFor(page, 'it plays', ({ positionS, height }) => positionS > 0.5 && height === 480);
    expect(asked.filter((path) => /\/\d+p\//.test(path))).toEqual([]);
    await page.locator('media-rendition-menu-button').press('Enter');
    const menu = page.locator('media-rendition-menu');
    await menu.getByRole('menuitemradio', { name: '360p' }).waitFor();
    // Of its two words one is hidden, which axe does not see while the tooltip fades.
    await until('the tooltip of the last button is gone', () =>
      page.evaluate(() => {
        const tooltip = document
          .querySelector('media-play-button')
          ?.shadowRoot?.querySelector('media-tooltip');
        return tooltip instanceof Element && getComputedStyle(tooltip).opacity === '0';
      }),
    );
    expect(await seriousViolations(page)).toEqual([]);
    expect(await menu.getByRole('menuitemradio').allTextContents()).toEqual(
      expect.arrayContaining(['480p', '360p', 'Auto']),
    );
    await menu.getByRole('menuitemradio', { name: '360p' }).press('Enter');
    await waitFor(page, 'it is small', ({ height }) => height === 360);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('where the mouse points on the seek bar, a picture of that place is shown', async () => {
    asked.length = 0;
    const page = await openWatch({ viewport: { width: 1_120, height: 800 } });
    await waitFor(page, 'it is known how long it is', () => true);
    const range = page.locator('media-time-range');
    const box = await range.boundingBox();
    if (box === null) throw new Error('there is no seek bar');
    await until('it can be sought', () =>
      page.evaluate(() => (document.querySelector('video')?.duration ?? 0) > 30),
    );
    const sheet = page.waitForResponse(/\/storyboard\/1\.jpg$/);
    await page.mouse.move(box.x + box.width * 0.97, box.y + box.height / 2);
    const answer = await sheet;
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/jpeg']);
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
    await page.waitForResponse(/\/storyboard\/0\.jpg$/);
    const shown = () =>
      page.evaluate(() => {
        const preview = document.querySelector('media-time-range')?.shadowRoot;
        const image = preview?.querySelector('media-preview-thumbnail')?.shadowRoot?.querySelector('img');
        const { width = 0, height = 0 } =
          image?.parentNode instanceof ShadowRoot ? image.parentNode.host.getBoundingClientRect() : {};
        return { loaded: image?.naturalWidth, width: Math.round(width), height: Math.round(height) };
      });
    await until('it is shown', async () => ((await shown()).loaded ?? 0) > 0);
    expect(await shown()).toEqual({ loaded: 640, width: 160, height: 90 });
    // Nothing of the video was made for it but what the player begins with.
    expect(asked.filter((path) => path.endsWith('.vtt'))).toEqual([`/v/${video.id}/storyboard.vtt`]);
    if (process.env['UPDATE_PICTURES'] !== undefined) await page.screenshot({ path: pictureFile });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([
    ['light', { width: 1_280, height: 900 }],
    ['dark', { width: 1_280, height: 900 }],
    ['light', { width: 390, height: 780 }],
    ['dark', { width: 390, height: 780 }],
  ] as const)(
    '%s at %j nothing keeps anybody out, and nothing is wider than the screen',
    async (colorScheme, viewport) => {
      const page = await openWatch({ colorScheme, viewport });
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
      expect(await page.locator('media-play-button').boundingBox()).toMatchObject({
        height: expect.any(Number),
      });
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(ground).toBe(colorScheme === 'dark' ? 'rgb(17, 17, 17)' : 'rgb(244, 245, 247)');
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});
