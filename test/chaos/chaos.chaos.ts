import type { ClusterEvent } from '@understudy/cli';
import { expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../cluster/random.js';
import { expectIdle } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { deleteSome, deleteTooMany } from './deleting.js';
import { heldInWords } from './held.js';
import { inflict } from './inflict.js';
import { KnownVideos } from './known-videos.js';
import { isArchived, leftOver } from './left-over.js';
import { otherFaults } from './other-faults.js';
import { serviceFaults } from './service-faults.js';
import { startStage, workerIds } from './stage.js';
import { storeFaults } from './store-faults.js';
import { inWords, seconds, Timeline } from './timeline.js';
import { Verdicts } from './verdicts.js';
import { view, viewAllAgain } from './viewers.js';
import { workerFaults } from './worker-faults.js';
import type { World } from './world.js';

const runSeconds = Number(process.env['CHAOS_SECONDS']);
const seed = Number(process.env['CHAOS_SEED']);
const store = process.env['CHAOS_STORE'] === 'lmdb' ? 'lmdb' : 'redis';
const quotaBytes = process.env['CHAOS_QUOTA_BYTES'];
const peerTls = process.env['CHAOS_PEER_TLS'] !== undefined;
const signed = process.env['CHAOS_SIGNED'] !== undefined;
const viewers = 10;
const sampleEveryMs = 30_000;
/** To start everything, and to play and delete in the end what is there then. */
const startAndEndMs = 300_000;
const leftOverDeadlineMs = 60_000;

/** Each has numbers of its own, so that they do not depend on who is quicker. */
const randomOf = (place: number) => seededRandom(seed * 1_000 + place);

test(
  'whatever breaks, players get every byte of every video, and nothing is left of what is deleted',
  async () => {
    const timeline = new Timeline();
    const verdicts: Verdicts = new Verdicts({
      timeline,
      evicts: quotaBytes !== undefined,
      signed,
      isArchived: (etag) => isArchived(stage, etag),
    });
    const onEvent = (event: ClusterEvent) => {
      // Those that are killed here are by SIGKILL.
      if (event.type === 'died' && event.exit.signal !== 'SIGKILL')
        verdicts.violation(`${event.name} died: ${JSON.stringify(event.exit)}`, timeline.nowMs());
    };
    const stage = await startStage({ store, quotaBytes, peerTls, signed, onEvent });
    const { cluster, sign } = stage;
    const world: World = { cluster, sign, videos: new KnownVideos(), timeline, verdicts };
    const startedAt = new Date(Date.now() - timeline.nowMs()).toISOString();
    console.info(`seed ${seed}, logs: ${cluster.dataDir}/logs, 0.0 s is ${startedAt}`);
    onTestFinished(() => {
      console.info(`broken: ${timeline.spells.map(inWords).join(', ')}`);
      console.info(verdicts.inWords());
    });
    const sampling = setInterval(() => void tell(world), sampleEveryMs);
    onTestFinished(() => clearInterval(sampling));

    await breakAndView(stage, world);
    await expectIdle(cluster);
    expect(cluster.workers.map(({ name }) => name)).toEqual(workerIds);

    const random = randomOf(0);
    await viewAllAgain(world, random);
    while (world.videos.alive.length > 0) await deleteSome(world, random, viewers);
    await until(
      'nothing is left of what was deleted',
      async () => (await leftOver(stage)).length === 0,
      leftOverDeadlineMs,
      500,
    ).catch(async (error: Error) => {
      throw new Error(`${error.message}: ${await leftOver(stage)}`);
    });
    await tell(world);
    for (const kind of ['create 201', 'delete 204', 'video.mp4 200', 'k.m4s 200'])
      expect(verdicts.counts.get(kind), kind).toBeGreaterThan(0);
    expect(timeline.spells.length).toBeGreaterThan(0);
    expect(verdicts.violations).toEqual([]);
  },
  runSeconds * 1_000 + startAndEndMs,
);

/** Faults for as long as they were asked for, and viewers until the last one is over. */
async function breakAndView(stage: Parameters<typeof inflict>[1], world: World): Promise<void> {
  const { timeline } = world;
  const faultsEnd = new AbortController();
  const viewersEnd = new AbortController();
  const timer = setTimeout(() => faultsEnd.abort(), runSeconds * 1_000);
  const lanes = [workerFaults, storeFaults(stage.redis), serviceFaults, otherFaults].map((lane, place) =>
    inflict(lane, stage, { timeline, random: randomOf(100 + place), over: faultsEnd.signal }),
  );
  const people = [
    deleteTooMany(world, randomOf(200), viewersEnd.signal),
    ...Array.from({ length: viewers }, (_, place) =>
      view(world, `v${place}`, randomOf(300 + place), viewersEnd.signal),
    ),
  ];
  try {
    await Promise.race([Promise.all(lanes), Promise.all(people).then(() => Promise.all(lanes))]);
  } finally {
    // Also when one of them failed: the others are not left behind.
    clearTimeout(timer);
    faultsEnd.abort();
    viewersEnd.abort();
    await Promise.allSettled([...lanes, ...people]);
  }
  await Promise.all(people);
}

async function tell({ cluster, timeline, videos, verdicts }: World): Promise<void> {
  const facts = `${videos.alive.length} videos, ${verdicts.violations.length} violations`;
  console.info(`${seconds(timeline.nowMs())} s: ${facts}; ${await heldInWords(cluster)}`);
}
