import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLogs } from './logs.js';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, placementOf } from './videos.js';

/** A shell script that knows nothing of segments, and is resumable by nothing. */
const example = (name: string) =>
  fileURLToPath(new URL(`../../examples/generator-sh/${name}`, import.meta.url));

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 3, env: { UNDERSTUDY_GENERATOR: example('generator.json') } });
}, 60_000);
afterAll(() => cluster.dispose());

async function describe(title: string, input: object) {
  const description = JSON.parse(await readFile(example('description.json'), 'utf8'));
  description.scenes[0].source.input = input;
  return createVideo(cluster, { ...description, title });
}

test("a plain program's video goes on when its master is killed, with the bytes that it would have had", async () => {
  const undisturbed = await play((await describe('undisturbed', { hue: 40 })).mp4);
  expect(undisturbed).toMatchObject({ status: 200, whole: true });

  const video = await describe('killed', { hue: 40, live: true });
  const { master, contentId } = await placementOf(cluster, video.id);
  let killedAt = 0;
  const played = await play(video.mp4, {
    onBytes: (received) => {
      if (killedAt > 0 || received < undisturbed.body.length / 3) return;
      killedAt = received;
      void cluster.crash(master);
    },
  });
  expect(killedAt).toBeGreaterThan(0);
  expect(killedAt).toBeLessThan(undisturbed.body.length / 2);
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(undisturbed.body)).toBe(true);

  // It was made again from its beginning, by a worker that had what was shown.
  const lines = (await readLogs(cluster.everyWorker.map(({ logFile }) => logFile))).filter(
    (line) => line.contentId === contentId,
  );
  expect(lines.filter(({ event }) => event === 'generate')).toHaveLength(2);
  expect(lines.filter(({ event }) => event === 'takeover')).toHaveLength(1);
  expect(lines.filter(({ event }) => event === 'mismatch' || event === 'watermark.open')).toEqual([]);
  console.info(
    `killed at byte ${killedAt} of ${played.body.length}; longest silence ${Math.round(played.longestSilenceMs)} ms`,
  );
});
