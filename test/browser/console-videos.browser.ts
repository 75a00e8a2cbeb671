import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalDescription, descriptionDigest, parseDescription } from '@understudy/description';
import { openMetadataStore } from '@understudy/metadata-store';
import { freePort } from '@understudy/metadata-store/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startCluster, type TestCluster } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { createVideo, lightVideo, placementOf, type Video } from '../cluster/videos.js';
import { measureFrames, spread, steadiest } from './console.frames.js';
import { askConsole, findBrowser, launchBrowser, openConsole, seriousViolations } from './console.session.js';

const executablePath = findBrowser();
/** For the page on how to use it; written anew with UPDATE_PICTURES. */
const pictureFile = fileURLToPath(new URL('../../docs/images/console-videos.png', import.meta.url));
const videoCount = 10_000;
/** Written to the disk together. */
const batchSize = 1_000;
/** So long a busy machine may take to make, or remove, what is looked at. */
const patienceMs = 60_000;
/** Of a video that is never to be looked at. */
const never = 'Title 4321 of ten thousand';

describe.skipIf(executablePath === undefined)('the videos of the console in a browser', () => {
  let cluster: TestCluster;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    browser = await launchBrowser(executablePath as string);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const routerPort = await freePort();
    cluster = await startCluster({ workers: 2, routerPort });
    await describeMany(join(cluster.dataDir, 'metadata'));
  });
  afterAll(async () => {
    await browser?.close();
    await cluster?.dispose();
  });
  afterEach(async () => {
    for (const page of context.pages()) await page.close();
  });

  const scroller = (page: Page) => page.locator('.scroller.tall', { has: page.locator('.videos') });

  test('ten thousand are listed, found and scrolled without a slow frame', async () => {
    const page = await openConsole(context, cluster, '#/videos');
    await page.getByText('200 videos, and there are more.').waitFor();
    await page.locator('.videos tbody tr', { hasText: `Title ${videoCount - 1} of` }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const still = spread(await page.evaluate(measureFrames, 0));
    const scrolling = await steadiest(page, 120);
    const racing = spread(await page.evaluate(measureFrames, 1_500));
    console.info(
      `frames of 10,000 videos, still, scrolling and racing, p50 and p95: ${still.text}; ${scrolling.text}; ${racing.text}`,
    );
    expect(scrolling.p95Ms).toBeLessThan(1.5 * still.p95Ms);
    const all = page.getByText(`${videoCount} videos.`, { exact: true });
    await until(
      'all were scrolled to',
      async () => {
        await scroller(page).evaluate((element) => {
          element.scrollTop = element.scrollHeight;
        });
        return all.isVisible();
      },
      patienceMs,
    );
    await page.locator('.videos tbody tr', { hasText: 'Title 0 of' }).waitFor();
    expect(await page.locator('.videos tbody tr').count()).toBeLessThan(80);
    const full = await steadiest(page, -120);
    console.info(`and up again, with all of them read: ${full.text}`);
    expect(full.p95Ms).toBeLessThan(1.5 * still.p95Ms);

    await page.getByLabel('Part of a title').fill(never);
    await page.keyboard.press('Enter');
    await page.getByText(`1 video among the ${videoCount} looked at.`).waitFor();
    expect(page.url()).toContain('find=');
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('of one that is being made the strip fills; it is made again the same; deleted it is gone', async () => {
    const video = await createVideo(cluster, lightVideo('made while somebody looks', 120));
    const page = await openConsole(context, cluster, `#/videos/${video.id}`);
    const state = page.locator('[data-video-state]');
    const segments = () => page.locator('.strip').first().evaluate(filledIn);
    await page.getByText('described, nobody has any').waitFor();
    const made = fetchWhole(video);
    const seen: number[] = [];
    let pictured = false;
    await until(
      'it is made',
      async () => {
        const count = await segments();
        if (count !== seen.at(-1)) seen.push(count);
        if (process.env['UPDATE_PICTURES'] !== undefined && !pictured && count > 5) {
          pictured = true;
          const clip = { x: 0, y: 0, width: 1_280, height: 920 };
          await page.screenshot({ path: pictureFile, fullPage: true, clip });
        }
        return (await state.getAttribute('data-video-state')) === 'complete';
      },
      patienceMs,
    );
    console.info(`segments as the strip showed them: ${seen.join(', ')}`);
    // Neither nothing nor all: it was drawn while it was made.
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    const before = await made;
    await page.locator('[data-event]').first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByText('Description', { exact: true }).click();
    await page.locator('.description pre', { hasText: '"made while somebody looks"' }).waitFor();

    await regenerate(page, video);
    await until('it is complete again', async () => (await stateOf(video)) === 'complete', patienceMs);
    const after = await fetchWhole(video);
    expect(after.etag).toBe(before.etag);
    expect(after.bytes.equals(before.bytes)).toBe(true);
    await page.locator('[data-event="operator.regenerate"]').waitFor();
    await until(
      'the replica has it again as well',
      async () =>
        (await placementOf(cluster, video.id)).holders.filter(({ complete }) => complete).length === 2,
      patienceMs,
    );

    await page.getByRole('button', { name: 'Preview' }).click();
    await page.waitForFunction(() => (document.querySelector('video') as HTMLVideoElement)?.currentTime > 0);
    await page.goto(`${cluster.console.url}/#/videos`);

    await page.goto(`${cluster.console.url}/#/videos/${video.id}`);
    await page.getByRole('button', { name: 'Delete …' }).click();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('It is deleted:').waitFor();
    await until('it is gone for players', async () => (await fetch(video.mp4)).status === 410, patienceMs);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('The video was deleted.').first().waitFor();
    await page.locator('[data-event="operator.delete"]').waitFor();
  });

  async function regenerate(page: Page, video: Video): Promise<void> {
    const { master } = await placementOf(cluster, video.id);
    // A copy that was read a moment ago is in use still.
    await until(
      'its copies went',
      async () => {
        await page.getByRole('button', { name: 'Regenerate …' }).click();
        expect(await seriousViolations(page)).toEqual([]);
        await page.getByRole('button', { name: 'Regenerate', exact: true }).click();
        const told = page.locator('dialog li').last();
        await told.waitFor();
        const text = await told.textContent();
        await page.keyboard.press('Escape');
        return text === `${master} makes it`;
      },
      patienceMs,
    );
  }

  const stateOf = async (video: Video) =>
    (await askConsole<{ state: string }>(cluster, `/admin/videos/${video.id}`)).state;
});

/** How many segments of a strip are filled. Runs in the page. */
function filledIn(strip: SVGElement | HTMLElement): number {
  const filled = new Set<number>();
  for (const { x, width } of strip.querySelectorAll('rect'))
    for (let segment = x.baseVal.value; segment < x.baseVal.value + width.baseVal.value; segment += 1)
      filled.add(segment);
  return filled.size;
}

/** Puts ten thousand descriptions into the store of a cluster, as a catalog does. */
async function describeMany(directory: string): Promise<void> {
  const store = await openMetadataStore(`lmdb:${directory}`, { commandTimeoutMs: 10_000 });
  const beganMs = performance.now();
  for (let from = 0; from < videoCount; from += batchSize)
    await Promise.all(
      Array.from({ length: batchSize }, (_, index) => {
        const description = parseDescription(lightVideo(`Title ${from + index} of ten thousand`, 10));
        return store.createDescription(descriptionDigest(description), canonicalDescription(description));
      }),
    );
  console.info(`${videoCount} descriptions in ${((performance.now() - beganMs) / 1_000).toFixed(1)} s`);
  await store.close();
}

async function fetchWhole({ mp4 }: Video) {
  const answer = await fetch(mp4);
  return { etag: answer.headers.get('etag'), bytes: Buffer.from(await answer.arrayBuffer()) };
}
