import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clusterOf, startCluster, type TestCluster } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { createVideo, lightVideo, placementOf, type Video } from '../cluster/videos.js';
import { measureFrames, spread, steadiest } from './console.frames.js';
import { type Played, playPaced } from './console.player.js';
import { askConsole, findBrowser, launchBrowser, openConsole, seriousViolations } from './console.session.js';

const executablePath = findBrowser();
/** From when the cluster knows something until an operator sees it. */
const mostDelayMs = 1_000;
const askPauseMs = 50;

describe.skipIf(executablePath === undefined)('the console in a browser', () => {
  let cluster: TestCluster;
  let browser: Browser;
  let context: BrowserContext;
  let video: Video;
  let pace = 1_000_000;
  const players: Promise<Played>[] = [];

  beforeAll(async () => {
    browser = await launchBrowser(executablePath as string);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    cluster = await startCluster({ workers: 3, zones: ['a', 'b'] });
  });
  afterAll(async () => {
    pace = Number.POSITIVE_INFINITY;
    await Promise.allSettled(players);
    await browser?.close();
    await cluster?.dispose();
  });

  // Six connections are all that a browser has for one server.
  afterEach(async () => {
    for (const page of context.pages()) await page.close();
  });

  test('nobody sees anything without the key; with it the ring has every worker', async () => {
    const page = await context.newPage();
    await page.goto(cluster.console.url);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('Admin key').fill('not the key of this');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('This is not the admin key.').waitFor();
    await page.getByLabel('Admin key').fill(cluster.adminKey);
    await page.keyboard.press('Enter');
    await page.locator('.arc.active').nth(2).waitFor();
    expect(await page.locator('.arc').count()).toBe(3);
    expect(await page.locator('.zone text').allTextContents()).toEqual(['a', 'b']);
    await page.keyboard.press('3');
    await page.getByText('Nobody plays anything now.').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Admin key').waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test('a killed worker shows within a second of when the cluster knows it', async () => {
    // They are made while they are played: of what is complete already much lies in buffers, and nothing moves while that is played.
    for (const title of ['one', 'two', 'three', 'four']) {
      video = await createVideo(cluster, lightVideo(title, 120));
      const { mp4 } = video;
      for (let player = 0; player < 5; player += 1) players.push(playPaced(mp4, () => pace));
    }
    const overview = await openConsole(context, cluster, '#/overview');
    const streams = await openConsole(context, cluster, '#/streams');
    const events = await openConsole(context, cluster, '#/events?find=failover');
    await overview.locator('[data-figure=streams]', { hasText: /^20$/ }).waitFor();
    await streams.getByText('20 streams of 20').waitFor();

    const { master } = await placementOf(cluster, video.id);
    // The last of them waits for its turn to be made. A response that has no byte yet begins elsewhere: it has not moved.
    await until('whoever the master plays to has something', async () => {
      const { streams: open } = await askConsole<Moves>(cluster, '/admin/streams');
      const played = open.filter(({ worker }) => worker === master);
      return played.length > 0 && played.every(({ bytes }) => bytes > 0);
    });
    const killedAtMs = performance.now();
    const msTo = (seen: Promise<unknown>) => seen.then(() => performance.now() - killedAtMs);
    // Asked no more often than this: it is work for the console that is being watched.
    const known = <T>(path: string, holds: (answer: T) => boolean) =>
      msTo(until(path, async () => holds(await askConsole<T>(cluster, path)), 15_000, askPauseMs));
    cluster.worker(master).kill('SIGKILL');
    const [ringKnown, ringSeen, moveKnown, moveSeen, eventKnown, eventSeen] = (await Promise.all([
      known<Known>('/admin/cluster', ({ workers }) => workers.some(({ state }) => state === 'unreachable')),
      msTo(overview.locator(`.arc.unreachable[data-worker="${master}"]`).waitFor()),
      known<Moves>('/admin/streams', ({ streams: open }) => open.some(({ moves }) => moves > 0)),
      msTo(streams.locator('tr.moved').first().waitFor()),
      known<Told>('/admin/events?limit=1000', ({ events: all }) =>
        all.some(({ event }) => event === 'failover'),
      ),
      msTo(events.locator('[data-event=failover]').first().waitFor()),
    ])) as [number, number, number, number, number, number];
    console.info(
      `since the kill, known and seen: ring ${ringKnown.toFixed()} and ${ringSeen.toFixed()} ms, streams ${moveKnown.toFixed()} and ` +
        `${moveSeen.toFixed()} ms, events ${eventKnown.toFixed()} and ${eventSeen.toFixed()} ms`,
    );
    expect(ringSeen - ringKnown).toBeLessThan(mostDelayMs);
    expect(moveSeen - moveKnown).toBeLessThan(mostDelayMs);
    expect(eventSeen - eventKnown).toBeLessThan(mostDelayMs);
    await overview.getByText(`Worker ${master} does not answer.`).waitFor();
    await overview.getByText(`Worker ${master} was lost`).waitFor();
    for (const page of [overview, streams, events]) expect(await seriousViolations(page)).toEqual([]);
  });

  test('a placement is told from the ID on, and copies are evicted', async () => {
    const page = await openConsole(context, cluster, '#/videos');
    await page.getByLabel('an address with it').fill(video.mp4);
    await page.keyboard.press('Enter');
    const { master } = await placementOf(cluster, video.id);
    await page.locator('[data-role=master]', { hasText: master }).waitFor();
    await page.getByText('First in the order of this slot: it plays it.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Evict copies' }).click();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Evict', exact: true }).click();
    await page.getByText(new RegExp(`^${master}: (evicted|kept)`)).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  });

  test('a worker is drained by click, after a look at what would move', async () => {
    const { id: played, mp4 } = await createVideo(cluster, lightVideo('drained', 120));
    players.push(playPaced(mp4, () => pace));
    const { master: id } = await placementOf(cluster, played);
    await until('it is being played', async () =>
      (await clusterOf(cluster)).workers.some((worker) => worker.id === id && worker.streams > 0),
    );
    const page = await openConsole(context, cluster, '#/workers');
    await page.getByRole('button', { name: `Drain ${id}` }).click();
    await page.locator('[data-preview]').waitFor();
    expect(await page.locator('[data-preview]').textContent()).toMatch(/[1-9]\d* streams?/);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: `Drain ${id}`, exact: true }).click();
    await page.getByText(`${id} drains: it hands over and ends.`).waitFor();
    await page.getByText(`drained and left`).waitFor({ timeout: 60_000 });
    expect(await seriousViolations(page)).toEqual([]);
    pace = Number.POSITIVE_INFINITY;
    for (const response of await Promise.all(players))
      expect(response).toMatchObject({ status: 200, whole: true });
  });

  test('data that gets old is marked, and a feed that was cut comes back', async () => {
    const page = await openConsole(context, cluster, '#/events');
    const state = page.locator('.connection');
    await page.locator('.event').first().waitFor();
    cluster.console.kill('SIGSTOP');
    await page.locator('.connection .age.old').waitFor();
    cluster.console.kill('SIGCONT');
    await page.locator('.connection .age.old').waitFor({ state: 'detached' });
    await context.setOffline(true);
    await state.getByText('The console does not answer.').waitFor();
    await context.setOffline(false);
    await state.getByText('Live').waitFor();
  });

  test.each([500, 1_000])('%i streams scroll', async (count) => {
    const page = await openConsole(context, cluster, '#/overview');
    await page.route('**/admin/streams', (route) => route.fulfill({ json: manyStreams(count) }));
    // Keys are heard once it is drawn.
    await page.locator('.age:not(.old)').nth(1).waitFor({ state: 'attached' });
    await page.keyboard.press('3');
    await page.getByText(`${count} streams of ${count}`).waitFor();
    expect(await page.locator('.streams tbody tr').count()).toBeLessThan(80);
    const still = spread(await page.evaluate(measureFrames, 0));
    const scrolling = await steadiest(page, 120);
    console.info(
      `frames of ${count} streams, still and scrolling, p50 and p95: ${still.text}; ${scrolling.text}`,
    );
    expect(await page.locator('.streams tbody tr').count()).toBeLessThan(80);
    expect(scrolling.p50Ms).toBeLessThan(50);
    if (count === 500) expect(scrolling.p95Ms).toBeLessThan(1.5 * still.p95Ms);
  });

  test('it is as good in the dark, and on a phone nothing is wider than the screen', async () => {
    const dark = await browser.newContext({ colorScheme: 'dark', viewport: { width: 390, height: 780 } });
    for (const name of ['overview', 'workers', 'streams', `videos/${video.id}`, 'events']) {
      const page = await openConsole(dark, cluster, `#/${name}`);
      await page.locator('.age:not(.old)').nth(1).waitFor({ state: 'attached' });
      expect(await seriousViolations(page), name).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(390);
      await page.close();
    }
    await dark.close();
  });
});

interface Known {
  readonly workers: readonly { readonly state: string }[];
}
interface Moves {
  readonly streams: readonly {
    readonly worker: string | null;
    readonly bytes: number;
    readonly moves: number;
  }[];
}
interface Told {
  readonly events: readonly { readonly event: string }[];
}

function manyStreams(count: number) {
  const streams = Array.from({ length: count }, (_, index) => ({
    ...{ router: 'r1', video: null, requestId: `request-${index}`, part: 'video.mp4', worker: 'w1' },
    ...{
      position: index,
      bytes: index,
      ageMs: index * 1_000,
      moves: index % 7 === 0 ? 1 : 0,
      silenceMs: index,
    },
  }));
  return { total: count, unreachable: [], streams };
}
