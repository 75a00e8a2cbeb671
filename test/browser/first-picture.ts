import type { Page } from 'playwright-core';

/** When a picture was on the screen. Times are those of the page's clock, in ms since 1970. */
export interface Picture {
  readonly askedAtMs: number;
  readonly shownAtMs: number;
  /** Where in the video it belongs. */
  readonly mediaTimeS: number;
}

/** Runs in the page. What has the right place in the video counts, not what stood there before. */
function untilPicture(fromS: number): Promise<Picture> {
  const video = document.querySelector('video') as HTMLVideoElement;
  const askedAtMs = performance.timeOrigin + performance.now();
  return new Promise((resolve) => {
    const look: VideoFrameRequestCallback = (nowMs, { mediaTime: mediaTimeS }) => {
      // Half a frame of 30 in a second, by which a position may lie behind its picture.
      if (mediaTimeS < fromS - 0.05) video.requestVideoFrameCallback(look);
      else resolve({ askedAtMs, shownAtMs: performance.timeOrigin + nowMs, mediaTimeS });
    };
    video.requestVideoFrameCallback(look);
  });
}

/** Begins to look for the first picture at `fromS` or behind it; call it, without waiting, before what brings it. */
export function pictureFrom(page: Page, fromS: number): Promise<Picture> {
  return page.evaluate(untilPicture, fromS);
}

/** Seeks, and waits for the picture there. */
export async function seek(page: Page, positionS: number): Promise<Picture> {
  const shown = pictureFrom(page, positionS);
  await page.evaluate((toS) => {
    (document.querySelector('video') as HTMLVideoElement).currentTime = toS;
  }, positionS);
  return shown;
}

/** A time in which something went on. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** When the page waited for parts of videos, by the browser's own measure. */
export function requestsOf(page: Page): Promise<Span[]> {
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.startsWith('/v/'))
      .map(({ startTime, responseEnd }) => ({
        fromMs: performance.timeOrigin + startTime,
        toMs: performance.timeOrigin + responseEnd,
      })),
  );
}

/** How much of `within` is covered by any of `spans`. */
export function coveredMs(within: Span, spans: readonly Span[]): number {
  let covered = 0;
  let { fromMs } = within;
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const begin = Math.max(fromMs, span.fromMs);
    const end = Math.min(within.toMs, span.toMs);
    if (end <= begin) continue;
    covered += end - begin;
    fromMs = end;
  }
  return covered;
}
