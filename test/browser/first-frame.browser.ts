import { afterAll, beforeAll, expect, test } from 'vitest';
import { report } from '../bench/report.js';
import { expectIdle } from '../cluster/start.js';
import { createVideo } from '../cluster/videos.js';
import { coveredMs, pictureFrom, requestsOf } from './first-picture.js';
import { makingOf, runsOf } from './made.js';
import { Stage, whySkipped } from './stage.js';
import { play } from './viewing.js';

const times = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 5);
const mostMs = 2_000;

let stage: Stage;
beforeAll(async () => {
  if (whySkipped === undefined) stage = await Stage.open({});
});
afterAll(() => stage?.close());

const newVideo = (title: string) => ({
  title,
  width: 1280,
  height: 720,
  fps: 30,
  scenes: [
    {
      duration: 12,
      source: { type: 'testcard', card: 'testsrc2' },
      text: { value: title },
      audio: { type: 'tone', frequencyHz: 440 },
    },
  ],
});

interface FirstFrame {
  readonly wholeMs: number;
  /** While a generator run went on and the player waited for it. */
  readonly generatingMs: number;
  /** While the player waited for an answer and nothing was being made: router, worker, metadata store. */
  readonly relayingMs: number;
  /** While it waited for no answer: its own code, hls.js, decoding, the screen. */
  readonly playerMs: number;
}

/** From the call of the player to the first picture on the screen of a video that nobody has seen. */
async function firstFrame(time: number): Promise<FirstFrame> {
  const { cluster } = stage;
  const video = await createVideo(cluster, newVideo(`never seen, ${time}`));
  const page = await stage.openPage();
  const shown = pictureFrom(page, 0);
  await play(page, { player: { id: video.id, origins: [new URL(video.mp4).origin] } });
  const { askedAtMs: fromMs, shownAtMs: toMs } = await shown;
  const requests = await requestsOf(page);
  const runs = runsOf(await makingOf(cluster, video.id));
  await page.close();
  const wholeMs = toMs - fromMs;
  const waitedMs = coveredMs({ fromMs, toMs }, requests);
  // What was made while nobody waited for it counts for nobody.
  const eitherMs = coveredMs({ fromMs, toMs }, [...requests, ...runs]);
  const madeMs = coveredMs({ fromMs, toMs }, runs);
  const generatingMs = waitedMs + madeMs - eitherMs;
  return {
    wholeMs,
    generatingMs,
    relayingMs: waitedMs - generatingMs,
    playerMs: wholeMs - waitedMs,
  };
}

test.skipIf(whySkipped !== undefined)(
  'a video in 720p that nobody has seen is on the screen within two seconds',
  async () => {
    // The first page of a browser, and the first video of a cluster, load what all others find there.
    await firstFrame(0);
    const frames: FirstFrame[] = [];
    for (let time = 1; time <= times; time += 1) {
      await expectIdle(stage.cluster);
      frames.push(await firstFrame(time));
    }
    const sorted = frames.toSorted((a, b) => a.wholeMs - b.wholeMs);
    const middle = sorted[Math.floor(sorted.length / 2)] as FirstFrame;
    const share = (ms: number) => `${ms.toFixed()} ms, ${((100 * ms) / middle.wholeMs).toFixed()} %`;
    report('First picture on the screen', [
      ['never-seen videos in 720p', String(frames.length)],
      ['until the first picture, median', `${middle.wholeMs.toFixed()} ms`, `< ${mostMs} ms`],
      ['until the first picture, longest', `${sorted.at(-1)?.wholeMs.toFixed()} ms`],
      ['of the median: waiting while it is made', share(middle.generatingMs)],
      ['waiting for router, worker and store', share(middle.relayingMs)],
      ['the player: hls.js, decoding, the screen', share(middle.playerMs)],
    ]);
    expect(middle.wholeMs).toBeLessThan(mostMs);
  },
);
