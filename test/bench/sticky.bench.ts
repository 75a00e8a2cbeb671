import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactPath, signRequest } from '@understudy/peer-protocol';
import { expect, test } from 'vitest';
import { readLogs } from '../cluster/logs.js';
import { play } from '../cluster/player.js';
import { startCluster } from '../cluster/start.js';
import { createVideo, placementOf } from '../cluster/videos.js';
import { startStickyProxy } from './relay/proxies.js';
import { percentile, reportTable } from './report.js';
import { type Machine, startMachine } from './sticky/machine.js';
import { type Viewed, view } from './sticky/viewer.js';

/**
 * What a machine that dies costs its viewers: bound to it by nginx's `ip_hash`, each machine for itself; and through the router. The same
 * workers, the same videos, the same viewers, who ask for the rest as soon as their response is broken.
 */
const kills = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 2);
const viewers = 6;
/** Of the bytes of those viewers whose machine is killed, when that happens: they are in the middle, and so is the making. */
const killedAt = 0.4;
/** At most one begun segment for each response that moves. */
const madeAgainPerMove = 1;

interface Outcome {
  /** Of viewers whose machine was killed. */
  readonly hit: Viewed[];
  /** Of the others. */
  readonly spared: Viewed[];
  madeAgain: number;
}

interface Round {
  /** What each viewer asks for, and from where. */
  readonly asks: readonly (Pick<Parameters<typeof view>[0], 'ask' | 'localAddress'> & {
    /** The machine that it comes from, by the first answer where it is not known before. */
    machine?: string;
  })[];
  readonly totalBytes: number;
  readonly kill: (machine: string) => Promise<void>;
}

/** All play at once; the machine with the most of them is killed in the middle. */
async function playThrough({ asks, totalBytes, kill }: Round, outcome: Outcome): Promise<void> {
  const machines: (string | undefined)[] = asks.map(({ machine }) => machine);
  const received = asks.map(() => 0);
  let doomed: string | undefined;
  let killedAtMs: number | undefined;
  let gone: Promise<void> | undefined;
  const look = () => {
    if (gone !== undefined || machines.includes(undefined)) return;
    doomed ??= mostOf(machines as string[]);
    const theirs = received.filter((_, index) => machines[index] === doomed);
    if (theirs.reduce((sum, each) => sum + each, 0) < theirs.length * totalBytes * killedAt) return;
    killedAtMs = performance.now();
    gone = kill(doomed);
  };
  const viewed = await Promise.all(
    asks.map((each, index) =>
      view({
        ...each,
        killedAtMs: () => killedAtMs,
        onHead: ({ headers }) => {
          machines[index] ??= String(headers['x-machine']);
        },
        onBytes: (count) => {
          received[index] = count;
          look();
        },
      }),
    ),
  );
  await gone;
  expect(doomed, 'a machine was killed').toBeDefined();
  for (const [index, each] of viewed.entries()) {
    expect(each.bytes).toBe(totalBytes);
    (machines[index] === doomed ? outcome.hit : outcome.spared).push(each);
  }
}

function mostOf(machines: readonly string[]): string {
  const count = (machine: string) => machines.filter((each) => each === machine).length;
  return machines.toSorted((a, b) => count(b) - count(a))[0] as string;
}

/** Segments made more than once, by all workers together. */
async function madeAgain(logFiles: readonly string[]): Promise<number> {
  const made = (await readLogs(logFiles)).filter(
    ({ event, piece }) => event === 'generate' && typeof piece === 'number',
  );
  return made.length - new Set(made.map(({ contentId, piece }) => `${contentId} ${piece}`)).size;
}

interface Described {
  readonly scenes: readonly unknown[];
}

/** Its first 15 s, in 360p. */
const videoOf = (description: Described, run: number, viewer: number) => ({
  ...description,
  ...{
    title: `run ${run}, viewer ${viewer}`,
    width: 640,
    height: 360,
    scenes: description.scenes.slice(0, 3),
  },
});

/** Through the router. `whole` is told how long a video is, from one that is made before. */
async function throughRouter(description: Described, whole: (bytes: number) => void): Promise<Outcome> {
  const outcome: Outcome = { hit: [], spared: [], madeAgain: 0 };
  const cluster = await startCluster({ workers: 3 });
  try {
    const first = await createVideo(cluster, videoOf(description, -1, 0));
    const totalBytes = (await play(first.mp4)).body.length;
    whole(totalBytes);
    for (let run = 0; run < kills; run += 1) {
      const videos = await Promise.all(
        Array.from({ length: viewers }, (_, viewer) =>
          createVideo(cluster, videoOf(description, run, viewer)),
        ),
      );
      const asks = await Promise.all(
        videos.map(async ({ id, mp4 }) => ({
          ask: () => ({ url: mp4 }),
          machine: (await placementOf(cluster, id)).master,
        })),
      );
      let killed = '';
      const kill = (machine: string) => {
        killed = machine;
        return cluster.crash(machine);
      };
      await playThrough({ asks, totalBytes, kill }, outcome);
      await cluster.startWorker(killed);
    }
    outcome.madeAgain = await madeAgain(cluster.everyWorker.map(({ logFile }) => logFile));
  } finally {
    await cluster.dispose();
  }
  return outcome;
}

/** Bound to one of three machines by the address that a viewer comes from. */
async function bound(description: Described, totalBytes: number): Promise<Outcome> {
  const outcome: Outcome = { hit: [], spared: [], madeAgain: 0 };
  const directory = await mkdtemp(join(tmpdir(), 'understudy-sticky-'));
  const peerSecret = randomBytes(32);
  const placementKey = randomBytes(32);
  const videos = Array.from({ length: kills * viewers }, (_, index) =>
    videoOf(description, Math.floor(index / viewers), index % viewers),
  );
  const machines: Machine[] = [];
  for (const name of ['m1', 'm2', 'm3'])
    machines.push(await startMachine({ directory, name, peerSecret, placementKey, videos }));
  const contentIds = machines[0]?.contentIds ?? [];
  const proxy = await startStickyProxy(
    directory,
    machines.map(({ port }) => port),
  );
  try {
    for (let run = 0; run < kills; run += 1) {
      const asks = Array.from({ length: viewers }, (_, viewer) => {
        const path = artifactPath(contentIds[run * viewers + viewer] as bigint, 'video.mp4');
        return {
          // Workers take nothing that is not signed; nginx passes it on as it is.
          ask: () => ({
            url: `http://127.0.0.1:${proxy.port}${path}`,
            headers: signRequest(peerSecret, { method: 'GET', path }, Date.now()),
          }),
          // `ip_hash` looks at the first three numbers.
          localAddress: `127.0.${10 * (viewer + 1)}.1`,
        };
      });
      let killed: Machine | undefined;
      const kill = async (machine: string) => {
        killed = machines.find(({ port }) => machine.endsWith(`:${port}`));
        await killed?.kill();
      };
      await playThrough({ asks, totalBytes, kill }, outcome);
      await killed?.restart();
    }
    outcome.madeAgain = await madeAgain(machines.map(({ logFile }) => logFile));
  } finally {
    await Promise.all([proxy.stop(), ...machines.map((machine) => machine.end())]);
    await rm(directory, { recursive: true });
  }
  return outcome;
}

test(`${kills} kills of a machine with viewers bound to it, and behind the router`, async () => {
  const description: Described = JSON.parse(
    await readFile(new URL('../../examples/description.json', import.meta.url), 'utf8'),
  );
  let totalBytes = 0;
  const ours = await throughRouter(description, (bytes) => {
    totalBytes = bytes;
  });
  const theirs = await bound(description, totalBytes);
  const sum = (viewed: readonly Viewed[]) => viewed.reduce((total, { broken }) => total + broken, 0);
  const silence = ({ hit }: Outcome, percent: number) =>
    `${(
      percentile(
        hit.map(({ silenceMs }) => silenceMs),
        percent,
      ) / 1_000
    ).toFixed(2)} s`;
  const row = (measure: string, of: (outcome: Outcome) => string, limit = '') =>
    [measure, of(theirs), of(ours), limit] as const;
  reportTable(new URL('../../docs/performance.md', import.meta.url), 'A machine with viewers dies', [
    ['measure', 'nginx, ip_hash', 'router', 'bound'],
    row('kills', () => String(kills)),
    row('viewers of the machine that was killed', ({ hit }) => String(hit.length)),
    row('of their responses broken', ({ hit }) => String(sum(hit)), '0'),
    row('their longest silence from the kill on, median', (outcome) => silence(outcome, 50)),
    row('their longest silence from the kill on, longest', (outcome) => silence(outcome, 100)),
    row('segments made again', (outcome) => String(outcome.madeAgain), '1 for each'),
    row('broken responses of other viewers', ({ spared }) => String(sum(spared)), '0'),
  ]);
  expect(sum([...ours.hit, ...ours.spared])).toBe(0);
  expect(ours.madeAgain).toBeLessThanOrEqual(ours.hit.length * madeAgainPerMove);
  expect(sum(theirs.hit), 'what it is compared with').toBeGreaterThan(0);
}, 300_000);
