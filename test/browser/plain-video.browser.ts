import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVideo, lightVideo } from '../cluster/videos.js';
import { Stage, whySkipped } from './stage.js';
import { play, untilEnded, untilPosition } from './viewing.js';

const seconds = 20;

let stage: Stage;
beforeAll(async () => {
  if (whySkipped === undefined) stage = await Stage.open({});
});
afterAll(() => stage?.close());

test.skipIf(whySkipped !== undefined)(
  'a plain <video> of what is only being made knows from its first picture how long it will be, and plays to its end',
  async () => {
    const page = await stage.openPage();
    const { mp4 } = await createVideo(stage.cluster, lightVideo('of known length', seconds));
    await page.evaluate(() => {
      const video = document.querySelector('video') as HTMLVideoElement;
      const durations: number[] = [];
      video.addEventListener('durationchange', () => durations.push(video.duration));
      Object.assign(window, { durations });
    });
    await play(page, { src: mp4 });
    await untilPosition(page, 1);
    await untilEnded(page);
    const durations = await page.evaluate(() => (window as unknown as { durations: number[] }).durations);
    expect(durations[0]).toBeCloseTo(seconds, 1);
    expect(Math.max(...durations) - Math.min(...durations)).toBeLessThan(0.1);
    await page.close();
  },
);
