import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ArtifactStatus,
  artifactPath,
  type CopiesAnswer,
  createPeerClient,
} from '@understudy/peer-protocol';
import { expect } from 'vitest';
import { allRuns } from './logs.js';
import { play, sha256 } from './player.js';
import { seededRandom } from './random.js';
import { clusterOf, startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, type Video } from './videos.js';

/** Where the videos of a run lie is the same each time: with 300 of them chance alone is more than the bound leaves. */
const placementKey = Buffer.alloc(32, 'ring changes').toString('base64');
const seed = 7;

/** What one change of the ring moved. */
export interface Change {
  readonly what: string;
  /** Of all copies together, before the change. */
  readonly storedBytes: number;
  /** Of videos whose master or replica is another worker, which did not have them: what has to be copied. */
  readonly demandedBytes: number;
  /** Copied because the ring gave them to another worker. */
  readonly balanceBytes: number;
  /** Copied because a player asked a worker that did not have them yet. */
  readonly playerBytes: number;
  /** Copied because a worker that had them is gone. */
  readonly restoreBytes: number;
  readonly tookMs: number;
}

export interface RingChanges {
  readonly changes: readonly Change[];
  readonly madeAgain: number;
  readonly downloads: number;
}

/**
 * Makes `count` videos on four workers, adds two workers one after the other, and then one is gone for good with its disk, while a
 * player downloads random ones all the time. Fails where a download differs, or where in the end a video is not on its master and
 * its replica, verified there, and nowhere else.
 */
export async function changeRing(count: number): Promise<RingChanges> {
  const cluster = await startCluster(
    {
      workers: 4,
      env: { UNDERSTUDY_MEMBER_LEASE_MS: '2000', UNDERSTUDY_REBALANCE_SETTLE_MS: '1000' },
    },
    writeKeys,
  );
  const videos = await makeVideos(cluster, count);
  await untilSettled(cluster, 4);
  const made = await allRuns(cluster.everyWorker);
  const downloader = new Downloader(videos);
  const changes = [
    await measure(cluster, videos, 'a fifth worker', () => cluster.startWorker('w5'), 5),
    await measure(cluster, videos, 'a sixth worker', () => cluster.startWorker('w6'), 6),
    await measure(cluster, videos, 'one of six is gone', () => loseForGood(cluster, 'w2'), 5),
  ];
  await downloader.stop();
  await untilSettled(cluster, 5);
  await expectInPlace(cluster, videos);
  const madeAgain = (await allRuns(cluster.everyWorker)) - made;
  await cluster.dispose();
  return { changes, madeAgain, downloads: downloader.count };
}

async function writeKeys(dataDir: string): Promise<void> {
  const secret = () => randomBytes(32).toString('base64');
  const keys = {
    idKeys: `0:${secret()}`,
    placementKey,
    peerSecret: secret(),
    apiKey: randomBytes(32).toString('hex'),
    adminKey: randomBytes(32).toString('hex'),
  };
  await writeFile(join(dataDir, 'keys.json'), JSON.stringify(keys));
}

interface KnownVideo extends Video {
  readonly digest: string;
  readonly bytes: number;
}

/** Two segments of the smallest picture: about a quarter of a second of CPU each. */
async function makeVideos(cluster: TestCluster, count: number): Promise<KnownVideo[]> {
  const videos: Video[] = [];
  // In order: the number of a video decides where it lies.
  for (let index = 0; index < count; index += 1) {
    videos.push(
      await createVideo(cluster, {
        title: `ring ${index}`,
        width: 64,
        height: 64,
        fps: 30,
        scenes: [{ duration: 1.5, source: { type: 'still', color: '#204060' } }],
      }),
    );
  }
  const known: KnownVideo[] = [];
  const left = [...videos];
  // As many players as cores.
  const players = Array.from({ length: 2 }, async () => {
    for (let video = left.shift(); video !== undefined; video = left.shift()) {
      const { body, status, whole } = await play(video.mp4);
      expect({ status, whole }).toEqual({ status: 200, whole: true });
      known.push({ ...video, digest: sha256(body), bytes: body.length });
    }
  });
  await Promise.all(players);
  return known;
}

/** Plays random videos, one after the other, and compares each with what it was at first. */
class Downloader {
  count = 0;
  #stopped = false;
  readonly #running: Promise<void>;

  constructor(videos: readonly KnownVideo[]) {
    const random = seededRandom(seed);
    const run = async () => {
      while (!this.#stopped) {
        const video = videos[Math.floor(random() * videos.length)] as KnownVideo;
        const { status, whole, body } = await play(video.mp4);
        expect({ status, whole, digest: sha256(body) }).toEqual({
          status: 200,
          whole: true,
          digest: video.digest,
        });
        this.count += 1;
        // The machine is for what moves.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    this.#running = run();
    // Told by `stop`.
    this.#running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }
}

async function untilSettled(cluster: TestCluster, workerCount: number): Promise<void> {
  await until(
    `${workerCount} workers have all copies in place`,
    async () => {
      const { epoch, workers } = await clusterOf(cluster);
      return (
        workers.length === workerCount &&
        workers.every((worker) => worker.settledEpoch === epoch && worker.pendingMoves === 0)
      );
    },
    120_000,
  );
}

async function loseForGood(cluster: TestCluster, id: string): Promise<void> {
  await cluster.crash(id);
  await rm(join(cluster.dataDir, 'workers', id), { recursive: true });
}

/** SIGKILL resets no counter of those that live on; one that is new begins at 0. */
async function movedBytes(cluster: TestCluster): Promise<Record<'balance' | 'player' | 'restore', number>> {
  const sums = { balance: 0, player: 0, restore: 0 };
  const { workers } = await clusterOf(cluster);
  for (const worker of workers) {
    const text = await (await fetch(`${worker.url}/metrics`)).text();
    for (const reason of ['balance', 'player', 'restore'] as const) {
      const match = new RegExp(`^understudy_copied_bytes_total\\{reason="${reason}"\\} (\\d+)`, 'm').exec(
        text,
      );
      sums[reason] += Number(match?.[1] ?? 0);
    }
  }
  return sums;
}

async function measure(
  cluster: TestCluster,
  videos: readonly KnownVideo[],
  what: string,
  change: () => Promise<unknown>,
  workerCount: number,
): Promise<Change> {
  const ownersBefore = await ownersOf(cluster, videos);
  const { workers } = await clusterOf(cluster);
  const storedBytes = workers.reduce((sum, { bytes }) => sum + bytes, 0);
  const before = await movedBytes(cluster);
  const startedAtMs = performance.now();
  await change();
  await untilSettled(cluster, workerCount);
  const tookMs = performance.now() - startedAtMs;
  const ownersAfter = await ownersOf(cluster, videos);
  const after = await movedBytes(cluster);
  let demandedBytes = 0;
  videos.forEach((video, index) => {
    const had = ownersBefore[index] ?? [];
    demandedBytes +=
      (ownersAfter[index] ?? []).filter((worker) => !had.includes(worker)).length * video.bytes;
  });
  return {
    what,
    storedBytes,
    demandedBytes,
    balanceBytes: after.balance - before.balance,
    playerBytes: after.player - before.player,
    restoreBytes: after.restore - before.restore,
    tookMs,
  };
}

async function ownersOf(cluster: TestCluster, videos: readonly Video[]): Promise<string[][]> {
  const owners: string[][] = [];
  for (const { id } of videos) {
    const { master, replica } = await placementOf(cluster, id);
    owners.push([master, replica]);
  }
  return owners;
}

/** Each video is on its master and its replica, complete, compared with its digests there, and nowhere else. */
async function expectInPlace(cluster: TestCluster, videos: readonly Video[]): Promise<void> {
  const keys = JSON.parse(await readFile(join(cluster.dataDir, 'keys.json'), 'utf8')) as {
    peerSecret: string;
  };
  const client = createPeerClient(Buffer.from(keys.peerSecret, 'base64'));
  const headTimeoutMs = 10_000;
  try {
    for (const { id } of videos) {
      // What a player asked of another worker while one died goes a moment after that player.
      await until('it is on its master, its replica and nowhere else', async () => {
        const { master, replica, holders } = await placementOf(cluster, id);
        const complete = holders.filter((holder) => holder.complete).map(({ worker }) => worker);
        return holders.length === 2 && complete.includes(master) && complete.includes(replica);
      });
      const { contentId, master, replica } = await placementOf(cluster, id);
      for (const owner of [master, replica]) {
        const { url } = cluster.worker(owner);
        const path = artifactPath(BigInt(contentId), 'status');
        const { artifactId, sealed } = await client.json<ArtifactStatus>({
          method: 'GET',
          url,
          path,
          headTimeoutMs,
        });
        const json = { copies: [{ contentId, artifactId, pieces: sealed }], promise: true };
        await until('it is verified', async () => {
          const asked = { method: 'POST', url, path: '/copies', json, headTimeoutMs } as const;
          return (await client.json<CopiesAnswer>(asked)).copies[0] === 'keeps';
        });
      }
    }
  } finally {
    client.close();
  }
}
