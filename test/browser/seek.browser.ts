import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createVideo } from '../cluster/videos.js';
import { type Picture, pictureFrom, seek } from './first-picture.js';
import { madeInMs, makingOf, segmentsOf } from './made.js';
import { Stage, whySkipped } from './stage.js';
import { play, untilPosition, viewingOf } from './viewing.js';

const seconds = 600;
const targetS = 0.8 * seconds;
/** A seek may take this many times what the segment there takes to make: the one that is being made comes to its end first. */
const mostSegments = 3;

let stage: Stage;
beforeAll(async () => {
  if (whySkipped === undefined) stage = await Stage.open({});
});
afterAll(() => stage?.close());

const longVideo = (title: string) => ({
  title,
  width: 1280,
  height: 720,
  fps: 30,
  scenes: Array.from({ length: 5 }, () => ({
    duration: seconds / 5,
    source: { type: 'testcard', card: 'testsrc2' },
    text: { value: title },
    audio: { type: 'tone', frequencyHz: 440 },
  })),
});

/** Which segment has the picture at `positionS`, from a playlist. */
async function segmentAt(hls: string, positionS: number): Promise<number> {
  const playlist = await (await fetch(hls)).text();
  let endS = 0;
  const durations = [...playlist.matchAll(/^#EXTINF:([\d.]+)/gm)].map(([, text]) => Number(text));
  return durations.findIndex((durationS) => {
    endS += durationS;
    return endS > positionS;
  });
}

/** Otherwise what a player had asked for is made on for a while. */
async function forget(id: string): Promise<void> {
  const { apiKey, routers } = stage.cluster;
  const headers = { authorization: `Bearer ${apiKey}` };
  await fetch(`${routers[0]?.url}/v1/videos/${id}`, { method: 'DELETE', headers });
}

const ways = {
  async 'while it plays its beginning'(page: Page, id: string, origins: string[]) {
    await play(page, { player: { id, origins } });
    await untilPosition(page, 1);
    return seek(page, targetS);
  },
  async 'before anything was shown'(page: Page, id: string, origins: string[]) {
    const shown = pictureFrom(page, targetS);
    await play(page, { player: { id, origins, hls: { startPosition: targetS } } });
    return shown;
  },
} satisfies Record<string, (page: Page, id: string, origins: string[]) => Promise<Picture>>;

for (const [name, go] of Object.entries(ways)) {
  test.skipIf(whySkipped !== undefined)(
    `at 80 % of ten minutes that nobody has watched there is a picture soon, ${name}`,
    async () => {
      const { cluster } = stage;
      const video = await createVideo(cluster, longVideo(`sought, ${name}`));
      const segment = await segmentAt(video.hls, targetS);
      const page = await stage.openPage();
      onTestFinished(() => forget(video.id));
      const { askedAtMs, shownAtMs, mediaTimeS } = await go(page, video.id, [new URL(video.mp4).origin]);
      const pictureMs = shownAtMs - askedAtMs;
      const making = await makingOf(cluster, video.id);
      const madeMs = madeInMs(making, segment);
      const made = segmentsOf(making);
      console.info(
        `${name}: picture of ${mediaTimeS.toFixed(2)} s after ${pictureMs.toFixed()} ms; segment ${segment} was made in ${madeMs} ms: ` +
          `${(pictureMs / madeMs).toFixed(2)} ×; made in this order: ${made.join(', ')}`,
      );
      expect(pictureMs).toBeLessThan(mostSegments * madeMs);
      // Of the 480 s before it there is at most what the player had loaded before it was told to seek.
      expect(made.filter((other) => other > 20 && other < segment)).toEqual([]);
      expect((await viewingOf(page)).told).toEqual([]);
      // And it plays on from there.
      await untilPosition(page, targetS + 3);
      await page.close();
    },
  );
}
