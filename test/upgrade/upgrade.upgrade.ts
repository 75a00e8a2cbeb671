import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3Server } from '@understudy/archive/testing';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { Audience } from '../cluster/audience.js';
import { play } from '../cluster/player.js';
import { clusterOf, type ShownWorker } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { lightVideo } from '../cluster/videos.js';
import { OldCluster } from './old-cluster.js';

const from = process.env['UPGRADE_FROM'] as string;
const players = 6;
/** So much is played between one service and the next: players have come to the new one. */
const playedBetween = 4 * players;
const stepDeadlineMs = 60_000;
const apiDeadlineMs = 15_000;

const workers = ['w1', 'w2', 'w3', 'w4'];
const routers = ['router1', 'router2'];
const others = ['catalog', 'console'];

test.each([
  ['workers first', [...workers, ...routers, ...others]],
  ['workers last', [...others, ...routers, ...workers]],
])(
  '%s: nothing that is played breaks, and all that was described plays',
  async (_name, order) => {
    const old = await start();
    const seen = new Seen();
    const ask = async (path: string, tries: number, maxBytesPerSecond = Number.POSITIVE_INFINITY) => {
      const url = `${old.origins[tries % old.origins.length]}${path}`;
      const played = await play(url, { maxBytesPerSecond });
      if (played.status === 200 && played.whole) seen.note(path, played.headers.etag ?? '', played.body);
      return played;
    };
    const audience = new Audience({ ask, progressiveBytesPerSecond: 200_000, betweenSegmentsMs: 300 });
    const over = new AbortController();
    const paths: string[] = [];
    const playing = Array.from({ length: players }, async (_, index) => {
      for (let turn = 0; !over.signal.aborted; turn += 1) {
        // New ones, and some of before: these were made by other versions.
        const path =
          turn % 2 === 0 ? await create(old, `${index} ${turn}`) : paths[(turn * 7) % paths.length];
        if (path === undefined) continue;
        paths.push(path);
        if (index % 2 === 0) await audience.playProgressive(path, index);
        else await audience.playSegments(path.replace('video.mp4', 'index.m3u8'), index, over.signal);
      }
    });
    const playSome = async () => {
      const played = () => audience.progressive + audience.segments;
      const enough = played() + playedBetween;
      await until(
        'players go on, and all copies are where they belong',
        async () => played() >= enough && hasAllCopies(await clusterOf(old.cluster)),
        stepDeadlineMs,
        200,
      );
    };
    await playSome();
    for (const name of order) {
      console.info(`${name} …`);
      await old.replace(name);
      await playSome();
    }
    over.abort();
    await Promise.all(playing);
    const described = [...new Set(paths)];
    for (const path of described)
      expect(await ask(path, 0), path).toMatchObject({ status: 200, whole: true });

    console.info(
      `${described.length} videos, ${audience.progressive} downloads, ${audience.segments} segments`,
    );
    expect(audience).toMatchObject({ broken: [], givenUp: [] });
    expect(seen.different).toEqual([]);
    for (const played of [audience.progressive, audience.segments]) expect(played).toBeGreaterThan(players);
  },
  300_000,
);

function hasAllCopies({
  epoch,
  workers: shown,
}: {
  epoch: number;
  workers: readonly ShownWorker[];
}): boolean {
  return shown.length === workers.length && shown.every(({ settledEpoch }) => settledEpoch === epoch);
}

/** Of an earlier revision, with all stores beside it. It ends with the test. */
async function start(): Promise<OldCluster> {
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const archive = await startS3Server();
  onTestFinished(() => archive.stop());
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-upgrade-'));
  const old = await OldCluster.start(from, {
    dataDir,
    workers: workers.length,
    routers: routers.length,
    metadataUrl: redis.url,
    archiveUrl: archive.archiveUrl,
    env: { UNDERSTUDY_REBALANCE_SETTLE_MS: '300', UNDERSTUDY_DRAIN_DEADLINE_MS: '60000' },
  });
  onTestFinished(async ({ task }) => {
    await old.stop();
    if (task.result?.state === 'fail') console.info(`logs: ${dataDir}/logs`);
    else await rm(dataDir, { recursive: true });
  });
  return old;
}

/** Gives the path at which it plays. Tries again while the only catalog is being replaced. */
async function create(old: OldCluster, title: string): Promise<string> {
  let path: string | undefined;
  await until(
    `${title} is described`,
    async () => {
      const answer = await fetch(`${old.origins[0]}/v1/videos`, {
        method: 'POST',
        headers: { authorization: `Bearer ${old.cluster.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(lightVideo(title, 20)),
      }).catch(() => undefined);
      // 200: it was, and the answer was lost.
      if (answer?.ok !== true) return false;
      const { urls } = (await answer.json()) as { urls: { mp4: string } };
      path = new URL(urls.mp4, old.origins[0]).pathname;
      return true;
    },
    apiDeadlineMs,
    500,
  );
  return path as string;
}

/** What was played, by what each version says of it: under one ETag there is one sequence of bytes. */
class Seen {
  readonly different: string[] = [];
  readonly #digests = new Map<string, string>();

  note(path: string, etag: string, body: Buffer): void {
    const resource = `${path} ${etag}`;
    const digest = createHash('sha256').update(body).digest('hex');
    const before = this.#digests.get(resource) ?? digest;
    this.#digests.set(resource, before);
    if (before !== digest) this.different.push(resource);
  }
}
