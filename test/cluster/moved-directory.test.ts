import { cp, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf } from './logs.js';
import { play } from './player.js';
import { runProgram } from './run-program.js';
import { clusterOf, startCluster, type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

/** Where a worker's directory is, once it was moved. */
const movedTo = new Map<string, string>();

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({
    workers: 2,
    workerEnv: (id) => {
      const directory = movedTo.get(id);
      // Only the directory says who the moved worker is.
      return directory === undefined ? {} : { UNDERSTUDY_DATA: directory, UNDERSTUDY_WORKER_ID: '' };
    },
  });
}, 60_000);
afterAll(() => cluster.dispose());

test('a data directory moved to another path and port is that worker, and serves its copies with 0 bytes copied', async () => {
  const videos = await Promise.all(['one', 'two'].map((title) => createVideo(cluster, smallVideo(title))));
  const played = await Promise.all(videos.map(({ mp4 }) => play(mp4)));
  for (const { id } of videos) await untilReplicated(cluster, id);
  const before = await Promise.all(videos.map(({ id }) => placementOf(cluster, id)));
  const { url, logFile } = cluster.worker('w1');

  await cluster.crash('w1');
  const place = join(cluster.dataDir, 'another-place');
  await rename(join(cluster.dataDir, 'workers', 'w1'), place);
  movedTo.set('w1', place);
  const from = (await readFile(logFile)).length;
  const moved = await cluster.startWorker('w1');
  expect(moved.url).not.toBe(url);

  // Nobody else can have given them.
  await cluster.crash('w2');
  for (const [index, { mp4 }] of videos.entries()) {
    const again = await play(mp4);
    expect(again).toMatchObject({ status: 200, whole: true });
    expect(again.body.equals(played[index]?.body as Buffer)).toBe(true);
  }
  const placements = () => Promise.all(videos.map(({ id }) => placementOf(cluster, id)));
  await until('w1 is known as a holder at its new address', async () =>
    (await placements()).every(({ holders }) => holders.some(({ worker }) => worker === 'w1')),
  );
  expect((await placements()).map(({ slot }) => slot)).toEqual(before.map(({ slot }) => slot));
  const events = await eventsOf(moved, from);
  expect(events).toContain('listening');
  expect(events.filter((event) => event === 'follow' || event === 'generate')).toEqual([]);
}, 60_000);

/** Starts another worker process on a directory; resolves when it has ended. */
async function endedWorker(directory: string) {
  const keys = JSON.parse(await readFile(join(cluster.dataDir, 'keys.json'), 'utf8'));
  const program = fileURLToPath(new URL('../../services/worker/dist/program/main.js', import.meta.url));
  return runProgram(process.execPath, [program], {
    env: {
      ...process.env,
      UNDERSTUDY_DATA: directory,
      UNDERSTUDY_METADATA_URL: `lmdb:${join(cluster.dataDir, 'metadata')}`,
      UNDERSTUDY_PEER_SECRET: keys.peerSecret,
      UNDERSTUDY_PLACEMENT_KEY: keys.placementKey,
    },
  });
}

test('a second process on the directory of a running worker refuses to start, and says who has it', async () => {
  const { pid } = cluster.worker('w1');
  const directory = movedTo.get('w1') as string;
  const { code, output } = await endedWorker(directory);
  expect(code).toBe(1);
  expect(output).toContain(`a worker is running in ${directory} already (process ${pid} on `);
});

test('a worker on a copy of the directory of a running one ends, and says where that is; that one stays a member', async () => {
  const { pid, url, logFile } = cluster.worker('w1');
  const copy = join(cluster.dataDir, 'copy');
  await cp(movedTo.get('w1') as string, copy, { recursive: true });
  const { epoch } = await clusterOf(cluster);
  const { code, output } = await endedWorker(copy);
  expect(code).toBe(1);
  expect(output).toContain(`worker w1 is running at ${url} (process ${pid})`);
  expect((await clusterOf(cluster)).epoch).toBe(epoch);
  expect(await readFile(logFile, 'utf8')).toContain('"event":"identity.claimed"');
});
