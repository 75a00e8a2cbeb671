import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { untilReplicated } from '../cluster/start.js';
import { createVideo, noiseVideo, placementOf, type Video } from '../cluster/videos.js';
import { Stage, whySkipped } from './stage.js';
import { expectUndisturbed, play, untilEnded, untilPosition } from './viewing.js';

const seconds = 24;
/** A kill comes at another place of a segment each time. */
const rounds = [1, 2, 3];

let stage: Stage;
let noise: (title: string) => object;
beforeAll(async () => {
  if (whySkipped !== undefined) return;
  stage = await Stage.open({});
  noise = await noiseVideo(stage.cluster.dataDir, seconds);
});
afterAll(() => stage?.close());

/** Takes long to make for its size, so that a kill comes in the middle of that. */
const slowVideo = (title: string) => ({
  title,
  width: 320,
  height: 180,
  fps: 30,
  scenes: [
    {
      duration: seconds,
      source: { type: 'mandelbrot' },
      text: { value: title },
      audio: { type: 'tone', frequencyHz: 440 },
    },
  ],
});

/** The next test finds it there again, whatever becomes of this one. */
async function crash(worker: string): Promise<void> {
  await stage.cluster.crash(worker);
  onTestFinished(async () => {
    await stage.cluster.startWorker(worker);
  });
}

const techniques = {
  async 'hls.js'(page: Page, { id, mp4 }: Video) {
    // A short buffer, so that it asks for segments to the end.
    await play(page, { player: { id, origins: [new URL(mp4).origin], hls: { maxBufferLength: 6 } } });
  },
  async 'a plain <video>'(page: Page, { mp4 }: Video) {
    await play(page, { src: mp4 });
  },
};

const cases = Object.entries(techniques).flatMap(([name, begin]) =>
  rounds.map((round) => ({ name, begin, round })),
);

for (const { name, begin, round } of cases) {
  test.skipIf(whySkipped !== undefined)(
    `${name} plays on when the master is killed while it makes the video, ${round}`,
    async () => {
      const { cluster } = stage;
      const video = await createVideo(cluster, slowVideo(`made while it is played by ${name}, ${round}`));
      const { master } = await placementOf(cluster, video.id);
      const page = await stage.openPage();
      await begin(page, video);
      await untilPosition(page, 0.3 * round);
      await crash(master);
      const { holders } = await placementOf(cluster, video.id);
      expect(holders.filter(({ complete }) => complete)).toEqual([]);
      expectUndisturbed(await untilEnded(page), seconds);
      await page.close();
    },
  );

  test.skipIf(whySkipped !== undefined)(
    `${name} plays on when the master is killed in the middle of a complete video, ${round}`,
    async () => {
      const { cluster } = stage;
      const video = await createVideo(cluster, noise(`complete, played by ${name}, ${round}`));
      await fetch(video.mp4).then((answer) => answer.arrayBuffer());
      await untilReplicated(cluster, video.id);
      const { master } = await placementOf(cluster, video.id);
      const page = await stage.openPage();
      await begin(page, video);
      await untilPosition(page, seconds / 3 + 0.3 * round);
      await crash(master);
      expectUndisturbed(await untilEnded(page), seconds);
      await page.close();
    },
  );
}
