import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../cluster/random.js';
import { startCluster, type TestCluster, untilReplicated } from '../cluster/start.js';
import { createVideo, placementOf, smallVideo, type Video } from '../cluster/videos.js';
import { writeArtifact } from './made-artifact.js';
import { percentile, report } from './report.js';

/** The master killed while it sends a complete video to many players as fast as they take it. */
const kills = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 50);
const players = 20;
const boundMs = 100;
const document = smallVideo('at full speed', 60);
const bytes = randomBytes(100 * 2 ** 20);

let cluster: TestCluster;
let video: Video;
let master: string;
beforeAll(async () => {
  cluster = await startCluster({ workers: 3 });
  video = await createVideo(cluster, document);
  const placement = await placementOf(cluster, video.id);
  master = placement.master;
  for (const owner of [placement.master, placement.replica]) {
    await cluster.crash(owner);
    const dataDir = join(cluster.dataDir, 'workers', owner);
    await writeArtifact(dataDir, { contentId: placement.contentId, document, bytes });
    await cluster.startWorker(owner);
  }
  await untilReplicated(cluster, video.id);
}, 120_000);
afterAll(() => cluster.dispose());

interface Download {
  readonly identical: boolean;
  /** The longest time without a byte after the kill. */
  readonly silenceMs: number;
  /** And before it: what twenty streams on these cores wait for their turn. */
  readonly beforeMs: number;
}

/** Compares what comes with what it must be, and forgets it: twenty whole videos would not fit. */
function download(killedAtMs: () => number | undefined, onBytes: (count: number) => void): Promise<Download> {
  return new Promise((resolve, reject) => {
    const outgoing = request(video.mp4, { agent: false }, (answer) => {
      let at = 0;
      let identical = answer.statusCode === 200;
      let lastMs = performance.now();
      let silenceMs = 0;
      let beforeMs = 0;
      const arrived = () => {
        const nowMs = performance.now();
        const killedMs = killedAtMs();
        if (killedMs === undefined) beforeMs = Math.max(beforeMs, nowMs - lastMs);
        else silenceMs = Math.max(silenceMs, nowMs - Math.max(lastMs, killedMs));
        lastMs = nowMs;
      };
      answer.on('data', (chunk: Buffer) => {
        arrived();
        identical &&= chunk.equals(bytes.subarray(at, at + chunk.length));
        at += chunk.length;
        onBytes(chunk.length);
      });
      const end = () => {
        arrived();
        resolve({ identical: identical && answer.complete && at === bytes.length, silenceMs, beforeMs });
      };
      answer.once('end', end);
      answer.once('error', end);
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}

test(`${kills} kills of the master, ${players} downloads at full speed`, async () => {
  const random = seededRandom(4);
  const silences: number[] = [];
  const before: number[] = [];
  let different = 0;
  for (let run = 0; run < kills; run += 1) {
    let killedAtMs: number | undefined;
    let gone: Promise<void> | undefined;
    let received = 0;
    const at = (0.05 + 0.8 * random()) * players * bytes.length;
    const downloads = await Promise.all(
      Array.from({ length: players }, () =>
        download(
          () => killedAtMs,
          (count) => {
            received += count;
            if (received < at || gone !== undefined) return;
            killedAtMs = performance.now();
            gone = cluster.crash(master);
          },
        ),
      ),
    );
    await gone;
    different += downloads.filter(({ identical }) => !identical).length;
    silences.push(...downloads.map(({ silenceMs }) => silenceMs));
    before.push(...downloads.map(({ beforeMs }) => beforeMs));
    await cluster.startWorker(master);
    await untilReplicated(cluster, video.id);
  }
  const ms = (percent: number, of = silences) => `${percentile(of, percent).toFixed(0)} ms`;
  report('The master killed at full speed', [
    ['kills', String(kills)],
    ['downloads', String(silences.length)],
    ['of them different or cut', String(different), '0'],
    ['longest silence before the kill, p99', ms(99, before)],
    ['longest silence after the kill, p50', ms(50)],
    ['longest silence after the kill, p99', ms(99), `≤ ${boundMs} ms`],
  ]);
  expect(different).toBe(0);
  expect(percentile(silences, 99)).toBeLessThanOrEqual(boundMs);
});
