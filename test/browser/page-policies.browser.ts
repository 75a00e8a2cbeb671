import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { until } from '../cluster/until.js';
import { createVideo, smallVideo, type Video } from '../cluster/videos.js';
import { Stage, whySkipped } from './stage.js';

/** What a browser says of headers that it does not obey, or that somebody else was refused by. */
const aboutHeaders =
  /content.security.policy|permissions.policy|cross.origin|refused to|trusted ?types|opener|mime type/i;

/** Another site: of another name, on this machine. Its pages are isolated where their path says so. */
async function serveSite(pages: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const isolation =
      url === '/isolated'
        ? { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' }
        : {};
    response.writeHead(200, { 'content-type': 'text/html', ...isolation });
    response.end(`<link rel="icon" href="data:,">${pages[url] ?? ''}`);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

describe.skipIf(whySkipped !== undefined)('no page breaks what it tells the browser', () => {
  let stage: Stage;
  let video: Video;
  let origin: string;

  beforeAll(async () => {
    if (whySkipped !== undefined) return;
    stage = await Stage.open({ workers: 1 });
    video = await createVideo(stage.cluster, smallVideo('under a policy'));
    ({ origin } = new URL(video.mp4));
  });
  afterAll(() => stage?.close());

  /** A window that notes what its pages, and the frames in them, report. */
  async function openWindow(): Promise<{ page: Page; reports: string[] }> {
    const page = await stage.openWindow();
    const reports: string[] = [];
    await page.exposeFunction('report', (text: string) => reports.push(text));
    await page.addInitScript(() => {
      document.addEventListener(
        'securitypolicyviolation',
        ({ violatedDirective, blockedURI, sourceFile }) => {
          const { report } = window as unknown as { report: (text: string) => void };
          report(`${location.href}: ${violatedDirective} ${blockedURI} ${sourceFile}`);
        },
      );
    });
    page.on('console', (message) => {
      if (aboutHeaders.test(message.text())) reports.push(`${message.location().url}: ${message.text()}`);
    });
    return { page, reports };
  }

  const plays = (page: Page, where: Pick<FrameLocator, 'locator'> = page) =>
    until('it plays', () =>
      where.locator('video').evaluate(async (element: HTMLVideoElement) => {
        await element.play().catch(() => {});
        return element.currentTime > 1;
      }),
    );

  test('a policy that is broken is seen', async () => {
    const { page, reports } = await openWindow();
    await page.goto(`${origin}/watch/${video.id}`);
    await page.evaluate(() => {
      const image = document.createElement('img');
      image.src = 'https://other.example/';
      document.body.append(image);
    });
    await until('it is reported', async () => reports.some((each) => each.includes('img-src')));
    await page.close();
  });

  test('the watch page, while it plays, is sought in, and shows its controls', async () => {
    const { page, reports } = await openWindow();
    await page.goto(`${origin}/watch/${video.id}`);
    await plays(page);
    await page.locator('video').evaluate((element: HTMLVideoElement) => {
      element.currentTime = 9;
    });
    await page.locator('media-time-range').hover();
    await page.locator('media-rendition-menu-button').click();
    await until('it goes on there', () =>
      page.locator('video').evaluate((element: HTMLVideoElement) => element.currentTime > 10),
    );
    expect(reports).toEqual([]);
    await page.close();
  });

  test('it plays in a frame of another site, and media in a page of another site that is isolated', async () => {
    const { page, reports } = await openWindow();
    const frame = `<iframe src="${origin}/watch/${video.id}" allow="fullscreen; autoplay"></iframe>`;
    const media = `<video muted src="${video.mp4}"></video><img src="${origin}/v/${video.id}/poster.jpg">`;
    const other = await serveSite({ '/framed': frame, '/isolated': media });
    await page.goto(`${other}framed`);
    await plays(page, page.frameLocator('iframe'));
    await page.goto(`${other}isolated`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await plays(page);
    expect(
      await page.locator('img').evaluate((image: HTMLImageElement) => image.decode().then(() => image.width)),
    ).toBe(320);
    expect(reports).toEqual([]);
    await page.close();
  });

  test('media that are opened by themselves', async () => {
    const { page, reports } = await openWindow();
    await page.goto(video.mp4);
    await plays(page);
    await page.goto(`${origin}/v/${video.id}/poster.jpg`);
    expect(await page.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
    expect(reports).toEqual([]);
    await page.close();
  });

  test('the page where videos are made, and the preview in it', async () => {
    const { page, reports } = await openWindow();
    await page.goto(`${origin}/make/`);
    await page.getByRole('radio', { name: 'JSON' }).check();
    await page.getByRole('textbox', { name: 'Description as JSON' }).waitFor();
    await page.getByLabel('API key').fill(stage.cluster.apiKey);
    await page
      .getByRole('textbox', { name: 'Description as JSON' })
      .fill(JSON.stringify(smallVideo('made under a policy', 6)));
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.locator('iframe').waitFor();
    await plays(page, page.frameLocator('iframe'));
    expect(reports).toEqual([]);
    await page.close();
  });

  test('every view of the console, and both pages of documents', async () => {
    const { page, reports } = await openWindow();
    const { url } = stage.cluster.console;
    await page.goto(url);
    await page.getByLabel('Admin key').fill(stage.cluster.adminKey);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator('.arc.active').first().waitFor();
    const views = await page.locator('nav a').count();
    expect(views).toBeGreaterThan(3);
    for (let view = 0; view < views; view += 1) {
      await page.locator('nav a').nth(view).click();
      await page.locator('main').waitFor();
    }
    for (const documents of [`${url}/admin/docs/`, `${origin}/v1/docs/`]) {
      await page.goto(documents);
      await page.locator('.opblock-summary-control').first().click();
      await page.getByRole('button', { name: 'Try it out' }).first().waitFor();
    }
    expect(reports).toEqual([]);
    await page.close();
  });

  test('nobody can have a page with a key in a frame', async () => {
    const { page, reports } = await openWindow();
    const guarded = [stage.cluster.console.url, `${origin}/make/`, `${origin}/v1/docs/`];
    const other = await serveSite(
      Object.fromEntries(guarded.map((url, index) => [`/${index}`, `<iframe src="${url}"></iframe>`])),
    );
    for (const index of guarded.keys()) {
      await page.goto(`${other}${index}`);
      await until(
        'the frame was refused',
        async () => page.frames()[1]?.url() === 'chrome-error://chromewebdata/',
      );
    }
    expect(reports.filter((each) => each.includes('frame-ancestors')).length).toBe(guarded.length);
    await page.close();
  });
});
