import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aftermath } from './aftermath.js';
import { type LogLine, readLogs } from './logs.js';
import { play, sha256 } from './player.js';
import { seededRandom } from './random.js';
import { flipBits, type SealedFile, scrub, sealedFiles } from './scrub.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
import { createVideo, type Video } from './videos.js';

const seed = Number(process.env['SEED'] ?? 8);
/** So that both have a copy of everything. */
const workers = ['w1', 'w2'];
/** Ten pieces each, so that there are enough to choose from. */
const videos = 10;
const seconds = 64;
const flippedOnce = 90;
const flippedAtBoth = 5;
const players = 3;

let cluster: TestCluster;
let aftermath: Aftermath;
let made: (Video & { readonly sha256: string })[];

/** Cheap to make, and every segment is as long as one may be. */
const cheapVideo = (title: string) => ({
  title,
  width: 128,
  height: 72,
  fps: 30,
  scenes: [
    {
      duration: seconds,
      source: { type: 'testcard', card: 'testsrc2' },
      text: { value: title },
      audio: { type: 'noise', seed: 3 },
    },
  ],
});

beforeAll(async () => {
  cluster = await startCluster({
    workers: workers.length,
    env: {
      UNDERSTUDY_SCRUB_PERIOD_S: '0',
      UNDERSTUDY_SCRUB_BYTES_PER_S: '1000000000',
      // Players read what is on the disks.
      UNDERSTUDY_READ_CACHE_BYTES: '0',
    },
  });
  aftermath = await Aftermath.of(cluster);
  made = await Promise.all(
    Array.from({ length: videos }, async (_, index) => {
      const video = await createVideo(cluster, cheapVideo(`flipped ${index}`));
      const { body } = await play(video.mp4);
      await untilReplicated(cluster, video.id);
      return { ...video, sha256: sha256(body) };
    }),
  );
}, 90_000);
afterAll(async () => {
  await aftermath.close();
  await cluster.dispose();
});

const shuffled = <T>(items: readonly T[], random: () => number): T[] =>
  items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

/** Which files to damage: one copy of most of the pieces, and both of a few. */
async function chooseFiles(random: () => number): Promise<SealedFile[]> {
  const all = await Promise.all(workers.map((worker) => sealedFiles(cluster.dataDir, worker)));
  const copies = new Map<string, SealedFile[]>();
  for (const file of all.flat()) {
    const key = `${file.contentId} ${file.piece}`;
    copies.set(key, [...(copies.get(key) ?? []), file]);
  }
  const pieces = shuffled([...copies.values()], random);
  for (const files of pieces) expect(files.length).toBe(2);
  const both = pieces.filter(([file]) => file?.piece !== 'init').slice(0, flippedAtBoth);
  const once = pieces.filter((files) => !both.includes(files)).slice(0, flippedOnce);
  return [...both.flat(), ...once.map((files) => files[random() < 0.5 ? 0 : 1] as SealedFile)];
}

const logLines = () => readLogs(cluster.everyWorker.map(({ logFile }) => logFile));
const of = (lines: readonly LogLine[], event: string) => lines.filter((line) => line.event === event);
const keyOf = (line: { contentId?: string; piece?: string | number }) => `${line.contentId} ${line.piece}`;

test('bits flipped in 100 stored files: no player gets a wrong byte, one scrub finds all, and good copies mend them', async () => {
  const random = seededRandom(seed);
  const flipped = await chooseFiles(random);
  expect(flipped.length).toBe(flippedOnce + 2 * flippedAtBoth);
  const startedAtMs = Date.now();

  let over = false;
  let downloads = 0;
  const downloading = Array.from({ length: players }, async (_, player) => {
    for (let index = player; !over; index += 1) {
      const video = made[index % videos] as (typeof made)[number];
      const played = await play(video.mp4);
      const what = `seed ${seed}, video ${video.id}`;
      expect(played, what).toMatchObject({ status: 200, whole: true });
      expect(sha256(played.body), what).toBe(video.sha256);
      downloads += 1;
    }
  });
  for (const file of flipped) await flipBits(file.path, random);
  // Of what is damaged the players come across some, the rest is for the scrub.
  const already = downloads;
  await until('some downloads after that', () => downloads >= already + players);
  const passes = await Promise.all(workers.map((worker) => scrub(cluster, worker)));
  over = true;
  await Promise.all(downloading);

  for (const pass of passes) expect(pass.failed).toBe(0);
  for (const file of flipped) expect(sha256(await readFile(file.path)), file.path).toBe(file.sha256);
  const stored = await Promise.all(workers.map((worker) => aftermath.filesOf(worker)));
  expect(stored.flat().length).toBe(2 * videos * 10);

  const lines = (await logLines()).filter(({ time }) => Date.parse(time) >= startedAtMs);
  const damaged = of(lines, 'damaged');
  const findings = of(lines, 'scrub.finding');
  const repaired = of(lines, 'repaired');
  const generated = of(lines, 'generate').map(keyOf);
  const fileBytes = flipped.reduce((sum, { length }) => sum + length, 0);
  const wireBytes = repaired.reduce((sum, line) => sum + Number(line['wireBytes']), 0);
  console.info(
    `${flipped.length} files of ${fileBytes} bytes; found by players: ${damaged.filter(({ foundBy }) => foundBy === 'read').length}; ` +
      `repaired ${repaired.length} with ${wireBytes} bytes, generated ${generated.length}; ${downloads} downloads`,
  );
  expect(damaged.length).toBe(flipped.length);
  expect(findings.length).toBe(flipped.length);
  expect(findings.filter(({ result }) => result === 'failed')).toEqual([]);
  // Made again is what had no good copy, once.
  const hopeless = new Set(flipped.slice(0, 2 * flippedAtBoth).map(keyOf));
  expect(generated.sort()).toEqual([...hopeless].sort());
  // The rest with what differs; whole where a feed is open anyhow, because a segment of that video has no good copy.
  const fed = new Set(flipped.slice(0, 2 * flippedAtBoth).map(({ contentId }) => contentId));
  const mended = findings.filter((line) => !hopeless.has(keyOf(line)));
  expect(mended.length).toBe(flippedOnce);
  expect(
    mended.filter(
      ({ result, contentId }) =>
        result !== 'repaired' && !(result === 'copied' && fed.has(contentId as string)),
    ),
  ).toEqual([]);
  expect(wireBytes).toBeLessThan(fileBytes / 10);
}, 60_000);
