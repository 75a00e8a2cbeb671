import type { createPlayer, PlayerEvents, Technique } from '@understudy/player';
import type Hls from 'hls.js';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What somebody who looks at the video would have seen. */
export interface Viewing {
  /** From asking for it until it plays. */
  readonly startupMs: number;
  readonly positionS: number;
  readonly durationS: number;
  /** How far the picture was behind the clock since it began to play, at most. */
  readonly longestLagMs: number;
  /** How much of that came about while nothing was in the buffer; the rest is the browser's, whatever was sent to it. */
  readonly starvedMs: number;
  /** The same within the first second, in which the browser gets going. */
  readonly firstLagMs: number;
  /** For how long the page's own clock stood still at most: what a busy machine takes away from everything in the browser. */
  readonly longestPauseMs: number;
  /** Where it fell behind by more than 50 ms at once. */
  readonly falls: readonly string[];
  /** Each `waiting` after the start, and each error. */
  readonly troubles: readonly string[];
  /** How far the picture on the screen was from the sound that was heard with it, in the last second, at most. NaN where no picture was seen in it. */
  readonly lastSkewMs: number;
  /** What the player told. */
  readonly told: readonly string[];
  readonly ended: boolean;
}

/** How a page plays: by our player, or by the element alone. */
export type Playing =
  | { readonly player: PlayerChoice }
  | { readonly src: string }
  | { readonly hlsJs: HlsChoice };

/** hls.js alone, as it comes but for a short buffer. */
interface HlsChoice {
  readonly url: string;
  /** Whether it knows content steering. */
  readonly steering: boolean;
}

interface PlayerChoice {
  readonly id: string;
  readonly origins: string[];
  readonly token?: string;
  readonly technique?: Technique;
  readonly session?: string;
  readonly renditions?: boolean;
  readonly hls?: {
    readonly maxBufferLength?: number;
    readonly maxBufferSize?: number;
    readonly startPosition?: number;
  };
}

/** What the page has, and what is added to it here. */
interface PlayingWindow {
  readonly createPlayer: typeof createPlayer;
  readonly Hls: typeof Hls;
  viewing: Viewing;
}

/** Begins to play, and to write down what is seen. Runs in the browser: it can use nothing from outside. */
export async function play(page: Page, playing: Playing): Promise<void> {
  await page.evaluate((how) => {
    const playing = window as unknown as PlayingWindow;
    const video = document.querySelector('video') as HTMLVideoElement;
    const viewing = {
      startupMs: Number.NaN,
      positionS: 0,
      durationS: 0,
      firstLagMs: 0,
      starvedMs: 0,
      longestPauseMs: 0,
      falls: [] as string[],
      longestLagMs: 0,
      troubles: [] as string[],
      lastSkewMs: Number.NaN,
      told: [] as string[],
      ended: false,
    };
    playing.viewing = viewing;
    const askedAtMs = performance.now();
    let began: { atMs: number; positionS: number } | undefined;
    // The first move of the picture counts, not the event "playing", which comes before it.
    let lookedAtMs = askedAtMs;
    let lastLagMs = 0;
    const isStarved = () => {
      const { buffered, currentTime } = video;
      const last = buffered.length - 1;
      return last < 0 || buffered.end(last) - currentTime < 0.1;
    };
    setInterval(() => {
      viewing.longestPauseMs = Math.max(viewing.longestPauseMs, performance.now() - lookedAtMs);
      lookedAtMs = performance.now();
      const { currentTime: positionS, duration: durationS } = video;
      Object.assign(viewing, { positionS, durationS });
      if (began === undefined && positionS > 0) {
        began = { atMs: performance.now(), positionS };
        viewing.startupMs = began.atMs - askedAtMs;
      }
      if (began === undefined || video.ended) return;
      const playedMs = (positionS - began.positionS) * 1_000;
      const lagMs = performance.now() - began.atMs - playedMs;
      // Chromium tells the position as of a moment ago, so it jumps a little back and forth.
      if (lagMs > viewing.longestLagMs + 50)
        viewing.falls.push(`${Math.round(lagMs)} ms at ${positionS.toFixed(1)} s`);
      // At the end the buffer is empty, as it should be.
      if (lagMs > lastLagMs && isStarved() && positionS < durationS - 0.2)
        viewing.starvedMs += lagMs - lastLagMs;
      lastLagMs = lagMs;
      if (playedMs < 1_000) viewing.firstLagMs = Math.max(viewing.firstLagMs, lagMs);
      viewing.longestLagMs = Math.max(viewing.longestLagMs, lagMs);
    }, 20);
    // The position of an element is that of its sound; each picture tells its own, and when it is to be on the screen.
    const compare: VideoFrameRequestCallback = (_nowMs, { mediaTime, expectedDisplayTime }) => {
      const heardS = video.currentTime + (expectedDisplayTime - performance.now()) / 1_000;
      if (video.currentTime > video.duration - 1 && !video.ended) {
        const skewMs = Math.abs(heardS - mediaTime) * 1_000;
        viewing.lastSkewMs = Math.max(Number.isNaN(viewing.lastSkewMs) ? 0 : viewing.lastSkewMs, skewMs);
      }
      video.requestVideoFrameCallback(compare);
    };
    video.requestVideoFrameCallback(compare);
    video.addEventListener('waiting', () => {
      if (began !== undefined) viewing.troubles.push(`waiting at ${video.currentTime.toFixed(2)} s`);
    });
    video.addEventListener('error', () => viewing.troubles.push(`error: ${video.error?.message}`));
    video.addEventListener('ended', () => {
      Object.assign(viewing, { ended: true, positionS: video.currentTime });
    });
    video.autoplay = true;
    if ('src' in how) {
      video.src = how.src;
      return;
    }
    if ('hlsJs' in how) {
      const without = how.hlsJs.steering ? {} : { contentSteeringController: undefined as never };
      const hls = new playing.Hls({ maxBufferLength: 5, maxBufferSize: 1, ...without });
      hls.loadSource(how.hlsJs.url);
      hls.attachMedia(video);
      return;
    }
    const player = playing.createPlayer(video, how.player);
    for (const event of ['failover', 'stall', 'recovered', 'fatal'] satisfies (keyof PlayerEvents)[]) {
      player.on(event, (details) => viewing.told.push(`${event} ${JSON.stringify(details)}`));
    }
  }, playing);
}

export function viewingOf(page: Page): Promise<Viewing> {
  return page.evaluate(() => (window as unknown as PlayingWindow).viewing);
}

/** So long a page may take for anything but playing. */
const patienceMs = 30_000;

/** Resolves when the video has come to `positionS`. */
export async function untilPosition(page: Page, positionS: number): Promise<void> {
  await page.waitForFunction(
    (wantedS) => (document.querySelector('video')?.currentTime ?? 0) >= wantedS,
    positionS,
    { timeout: patienceMs },
  );
}

/** What was seen until the end, or until it does not come. */
export async function untilEnded(page: Page): Promise<Viewing> {
  const { durationS, positionS } = await viewingOf(page);
  await page
    .waitForFunction(() => (window as unknown as PlayingWindow).viewing.ended, undefined, {
      timeout: (durationS - positionS) * 1_000 + patienceMs,
    })
    .catch(() => {});
  return viewingOf(page);
}

/** ITU-R BT.1359-1: sound may be this much before its picture; behind it, twice as much. */
const longestSkewMs = 90;
/** A picture may be this far behind the clock before somebody could notice. */
const longestLagMs = 250;

/** Nobody has noticed anything, from the start to the end. */
export function expectUndisturbed(viewing: Viewing, seconds: number): void {
  const [startup, longest, starved, first, pause] = [
    viewing.startupMs,
    viewing.longestLagMs,
    viewing.starvedMs,
    viewing.firstLagMs,
    viewing.longestPauseMs,
  ].map(Math.round);
  console.info(
    `${expect.getState().currentTestName}\n  startup ${startup} ms, behind the clock ${longest} ms at most (${starved} ms with an empty buffer), ${first} in the first second; the page stood still for ${pause} ms at most; ${viewing.falls.join(', ') || 'no falls'}; sound and picture ${viewing.lastSkewMs.toFixed()} ms apart at the end`,
  );
  expect(viewing).toMatchObject({ ended: true, troubles: [] });
  expect(viewing.positionS).toBeGreaterThan(seconds - 0.1);
  expect(viewing.longestLagMs).toBeLessThan(longestLagMs);
  expect(viewing.lastSkewMs).toBeLessThan(longestSkewMs);
}
