import { fileURLToPath } from 'node:url';
import { freePort } from '@understudy/metadata-store/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startCluster, type TestCluster, untilReplicated } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { createVideo, noiseVideo, placementOf, smallVideo, type Video } from '../cluster/videos.js';
import { findChromium, launchChromium } from './chromium.js';
import { playPaced } from './console.player.js';
import { askConsole, openConsole, seriousViolations } from './console.session.js';
import { whySkipped } from './stage.js';

/** For the page of the console; written anew with UPDATE_PICTURES. */
const pictureFile = fileURLToPath(new URL('../../docs/images/console-kill.png', import.meta.url));
/** Long enough to be played on for a while after the kill. */
const videoSeconds = 40;
/** Before the kill, and after it: more than what lies in the player's buffer. */
const playedBeforeS = 4;
const playedAfterS = 14;
/** From when the console can know of a change until the page shows it. */
const mostDelayMs = 1_000;
/** The console is asked no more often than this: it is work for what is being watched. */
const askPauseMs = 100;
/** What the large one has in a second. */
const bytesPerSecond = 900_000;

describe.skipIf(whySkipped !== undefined)('the console of a local cluster', () => {
  let cluster: TestCluster;
  let browser: Browser;
  let context: BrowserContext;
  let video: Video;
  /** Of the same master, and so large that half a minute of its responses is to come still when a test looks at them: up to half of it lies in buffers. */
  let large: Video;
  let pace = bytesPerSecond;

  beforeAll(async () => {
    browser = await launchChromium(findChromium() as string);
    context = await browser.newContext({ viewport: { width: 1280, height: 1_000 } });
    // The page plays from the public address, which is known where the port is.
    const options = { workers: 3, zones: ['a', 'b', 'c'], routerPort: await freePort() };
    cluster = await startCluster(options);
    const noise = await noiseVideo(cluster.dataDir, videoSeconds);
    video = await createVideo(cluster, smallVideo('live', videoSeconds));
    large = await ofSameMaster(cluster, video, noise);
    for (const { mp4, id } of [video, large]) {
      await playPaced(mp4, () => Number.POSITIVE_INFINITY);
      await untilReplicated(cluster, id);
    }
  }, 120_000);
  afterAll(async () => {
    pace = Number.POSITIVE_INFINITY;
    await browser?.close();
    await cluster?.dispose();
  });

  // Six connections are all that a browser has for one server.
  afterEach(async () => {
    pace = bytesPerSecond;
    for (const page of context.pages()) await page.close();
  });

  test('a video plays beside the ring, the button kills its master, and the picture does not stop', async () => {
    const { master, slot } = await placementOf(cluster, video.id);
    const page = await openConsole(context, cluster, `#/overview/${video.id}`);
    await page.locator(`[data-mark=master][data-worker="${master}"]`).waitFor();
    await page.locator('.ring .middle', { hasText: String(slot) }).waitFor();
    await page.getByRole('button', { name: `Play ${video.id}` }).click();
    await page.locator('.watching video').waitFor();
    await page.evaluate(noteStops);
    await untilPlayed(page, playedBeforeS);
    // Not sooner: once all the rest of it lies in the buffers on its way, no other worker has to go on with it, and there is no silence.
    const response = playPaced(large.mp4, () => pace);
    const isGiven = async () => {
      const { workers } = await askConsole<{ workers: Member[] }>(cluster, '/admin/cluster');
      return workers.some(({ id, streams = 0 }) => id === master && streams > 0);
    };
    await until('the master gives the other player its response', isGiven, 15_000, askPauseMs);
    await page.getByRole('button', { name: `Kill the worker that plays it: ${master}` }).click();
    const killedAtMs = performance.now();
    const sinceMs = () => performance.now() - killedAtMs;
    const isKnown = async () => {
      const { workers } = await askConsole<{ workers: Member[] }>(cluster, '/admin/cluster');
      return workers.some(({ state }) => state === 'unreachable');
    };
    const [knownMs, seenMs] = await Promise.all([
      until('the console knows of the kill', isKnown, 15_000, askPauseMs).then(sinceMs),
      page.locator(`.arc.unreachable[data-worker="${master}"]`).waitFor().then(sinceMs),
      page.getByText(`${master} was killed (process `).waitFor(),
    ]);
    if (process.env['UPDATE_PICTURES'] !== undefined) await page.screenshot({ path: pictureFile });
    // That the other player has to be given the rest by another worker shows when the buffers are empty.
    pace = Number.POSITIVE_INFINITY;
    // What would be killed now is who plays it now.
    await page.getByRole('button', { name: /^Kill the worker that plays it: / }).waitFor();
    expect(await page.getByRole('button', { name: `plays it: ${master}` }).count()).toBe(0);
    await untilPlayed(page, playedBeforeS + playedAfterS);
    const stops = await page.evaluate(() => (window as unknown as StopsWindow).stops);
    console.info(
      `the console knew of the kill after ${knownMs.toFixed()} ms, the ring showed it after ${seenMs.toFixed()} ms; stops of the picture: ${stops.length}`,
    );
    expect(seenMs - knownMs).toBeLessThan(mostDelayMs);
    expect(stops).toEqual([]);
    await page.getByText('The picture has never stopped.').waitFor();

    // The response of the other player went on too, and that is what the silence is of.
    await page.locator('[data-timings="First byte"] td').first().waitFor();
    await page.locator('[data-timings="Silence at a failover"] td').first().waitFor();
    await page.locator('.chart canvas').nth(1).waitFor();
    expect(await page.locator('[data-figure=speed]').textContent()).toMatch(/\d+\.\d ×/);
    expect(await seriousViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousViolations(page)).toEqual([]);
    expect(await response).toMatchObject({ status: 200, whole: true });
    await page.locator(`.arc[data-worker="${master}"]`).waitFor({ state: 'detached' });
    await cluster.startWorker(master);
    await page.locator(`.arc.active[data-worker="${master}"]`).waitFor({ timeout: 60_000 });
  });

  test('the place of a video that is played shows to whoever points at it, with the keyboard too', async () => {
    const page = await openConsole(context, cluster, '#/overview');
    const response = playPaced(large.mp4, () => pace);
    const played = page.locator('.playing a', { hasText: large.id });
    await played.waitFor();
    expect(await page.locator('[data-mark]').count()).toBe(0);
    const { master, slot } = await placementOf(cluster, large.id);
    await played.hover();
    await page.locator(`[data-mark=master][data-worker="${master}"]`).waitFor();
    await page.mouse.move(0, 0);
    await page.locator('[data-mark]').first().waitFor({ state: 'detached' });
    await played.focus();
    await page.locator(`[data-place="${large.id}"]`, { hasText: `Slot ${slot}: master ${master}` }).waitFor();
    expect(await page.locator('.ring').getAttribute('aria-label')).toContain('master of the video');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/#/overview/${large.id}`);
    await page.getByLabel('Show a video, by its ID or an address with it').fill('nothing of ours');
    await page.keyboard.press('Enter');
    await page.locator('.place', { hasText: 'There is nothing here' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    pace = Number.POSITIVE_INFINITY;
    await response;
  });

  test('a response is ended by click, and its player can tell', async () => {
    const page = await openConsole(context, cluster, '#/streams');
    const response = playPaced(large.mp4, () => pace);
    await page.getByRole('button', { name: /^End \S+$/ }).click();
    await page.getByText('Its player can tell that this was not the end').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const streams = await askConsole<{ streams: { requestId: string }[] }>(cluster, '/admin/streams');
    await page.getByRole('button', { name: 'End it', exact: true }).click();
    await page.getByText('It was cut.').waitFor();
    expect(await response).toMatchObject({ status: 200, whole: false });
    await page.keyboard.press('Escape');
    await page.getByText('Nobody plays anything now.').waitFor();
    const requestId = streams.streams[0]?.requestId as string;
    const events = await openConsole(context, cluster, `#/events?find=${requestId}`);
    await events.locator('[data-event="stream.ended"]', { hasText: 'ended_by_operator' }).waitFor();
    await events.locator('[data-event="operator.end-stream"]').waitFor();
  });
});

/** What is looked at of a worker. */
interface Member {
  readonly id: string;
  readonly state: string;
  readonly streams?: number;
}

interface StopsWindow {
  stops: string[];
}

/** Writes down each time that the picture stops from now on. Runs in the page. */
function noteStops(): void {
  const stops: string[] = [];
  (window as unknown as StopsWindow).stops = stops;
  const video = document.querySelector('video') as HTMLVideoElement;
  video.addEventListener('waiting', () => {
    if (video.currentTime > 0) stops.push(`waiting at ${video.currentTime.toFixed(2)} s`);
  });
  video.addEventListener('error', () => stops.push(`error: ${video.error?.message}`));
}

/** A video that the same worker is the master of. What is only described costs nothing. */
async function ofSameMaster(
  cluster: TestCluster,
  { id }: Video,
  describeVideo: (title: string) => object,
): Promise<Video> {
  const { master } = await placementOf(cluster, id);
  for (let number = 1; ; number += 1) {
    const found = await createVideo(cluster, describeVideo(`large ${number}`));
    if ((await placementOf(cluster, found.id)).master === master) return found;
  }
}

async function untilPlayed(page: Page, positionS: number): Promise<void> {
  await page.waitForFunction(
    (wantedS) => (document.querySelector('video')?.currentTime ?? 0) >= wantedS,
    positionS,
    { timeout: 60_000 },
  );
}
