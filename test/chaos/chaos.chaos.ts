import { signed, startS3Server } from '@understudy/archive/testing';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../cluster/random.js';
import { expectIdle, startCluster } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { manyProcesses, type Stage } from './faults.js';
import { filesLeft, heldBy, heldInWords } from './held.js';
import { inflict } from './inflict.js';
import { KnownVideos } from './known-videos.js';
import { otherFaults } from './other-faults.js';
import { storeFaults } from './store-faults.js';
import { inWords, seconds, Timeline } from './timeline.js';
import { Verdicts } from './verdicts.js';
import { deleteOne, playAgain, tidy, view, type World } from './viewers.js';
import { workerFaults } from './worker-faults.js';

const runSeconds = Number(process.env['CHAOS_SECONDS']);
const seed = Number(process.env['CHAOS_SEED']);
const quotaBytes = process.env['CHAOS_QUOTA_BYTES'];
const embedded = process.env['CHAOS_STORE'] === 'lmdb';
const viewers = 10;
const sampleEveryMs = 30_000;
/** To start, to end, and to delete what is there then. */
const aroundMs = 180_000;

test(
  'whatever breaks, players get every byte of every video, and nothing is left of what is deleted',
  async () => {
    const stage = await build();
    const { cluster } = stage;
    const timeline = new Timeline();
    const verdicts = new Verdicts({
      timeline,
      evicts: quotaBytes !== undefined,
      isArchived: (etag) => isThere(stage.archive.objectsOf(etag.replaceAll('"', '')).manifest),
    });
    const world: World = {
      cluster,
      videos: new KnownVideos(),
      timeline,
      verdicts,
      random: seededRandom(seed),
    };
    const sample = async () => {
      const facts = `${world.videos.alive.length} videos, ${verdicts.violations.length} violations`;
      console.info(`${seconds(timeline.nowMs())} s: ${facts}; ${heldInWords(await heldBy(cluster))}`);
    };
    await sample();
    const sampling = setInterval(() => void sample(), sampleEveryMs);
    onTestFinished(() => clearInterval(sampling));

    const faultsEnd = AbortSignal.timeout(runSeconds * 1_000);
    const viewersEnd = new AbortController();
    await Promise.all([
      inflict([workerFaults, storeFaults(stage.redis), otherFaults], stage, timeline, faultsEnd).then(() =>
        viewersEnd.abort(),
      ),
      tidy(world, viewersEnd.signal),
      ...Array.from({ length: viewers }, (_, index) => view(world, `v${index}`, viewersEnd.signal)),
    ]);
    await expectIdle(cluster);

    await playAgain(world);
    while (world.videos.alive.length > 0)
      await Promise.all(Array.from({ length: viewers }, () => deleteOne(world)));
    await expectIdle(cluster);
    await until(
      'nothing is left of what was deleted',
      async () => (await filesLeft(cluster)).length === 0,
      60_000,
    );
    await until('no generator is left', async () =>
      (await heldBy(cluster)).every(({ name, children }) => children === 0 || name.startsWith('router')),
    );
    await sample();
    console.info(`seed ${seed}: ${timeline.spells.map(inWords).join(', ')}`);
    console.info(verdicts.inWords());
    expect(verdicts.violations).toEqual([]);
  },
  runSeconds * 1_000 + 2 * aroundMs,
);

const isThere = async (url: string) => (await fetch(url, { method: 'HEAD', headers: signed })).status === 200;

async function build(): Promise<Stage> {
  const redis = embedded ? undefined : await startRedisServer();
  onTestFinished(() => redis?.stop());
  const archive = await startS3Server();
  onTestFinished(() => archive.stop());
  const cluster = await startCluster({
    workers: 4,
    routers: 2,
    routerEnv: (place) => (place === manyProcesses ? { UNDERSTUDY_ROUTER_PROCESSES: '2' } : {}),
    ...(redis !== undefined && { metadataUrl: redis.url }),
    archiveUrl: archive.archiveUrl,
    env: {
      UNDERSTUDY_ARCHIVE_SWEEP_MS: '1000',
      UNDERSTUDY_ARCHIVE_RETRY_MS: '1000',
      UNDERSTUDY_SCRUB_PERIOD_S: '60',
      // All viewers have one address.
      UNDERSTUDY_ADDRESS_BUDGET: '0',
      ...(quotaBytes !== undefined && { UNDERSTUDY_DISK_QUOTA_BYTES: quotaBytes }),
    },
  });
  onTestFinished(() => cluster.dispose());
  console.info(`logs: ${cluster.dataDir}/logs`);
  return { cluster, redis, archive, random: seededRandom(seed + 1) };
}
