import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Played, play } from '../cluster/player.js';
import { until } from '../cluster/until.js';
import { smallVideo } from '../cluster/videos.js';
import {
  containerOf,
  containersOf,
  docker,
  edgePort,
  pauseMs,
  remove,
  type Status,
  secret,
  serviceOf,
  startFresh,
  understudy,
  untilHealthy,
  whatIsMissing,
} from './compose-cluster.js';

const missing = await whatIsMissing();
if (missing !== undefined) process.stderr.write(`SKIPPED, nothing was shown: ${missing}\n`);

/** Half of them take videos as progressive downloads, half segment by segment. */
const players = Number(process.env['PLAYERS'] ?? 100);
/** The videos are of 30 s: players take about as long as they play. */
const progressiveBytesPerSecond = 30_000;
/** A segment player plays what it has before it asks for more. */
const betweenSegmentsMs = 3_000;
/** How long a segment player tries to get one segment until it gives it up; hls.js takes 31 s. */
const patienceMs = 10_000;
/** Above the drain deadlines. */
const stopWithinS = '90';

interface Sum {
  videos: number;
  progressive: number;
  broken: { phase: string; status: number; bytes: number }[];
  segments: number;
  givenUp: { phase: string; path: string }[];
}

describe.skipIf(missing !== undefined)('a rolling restart of everything', () => {
  let ca: string;
  let apiKey: string;
  let phase = 'begin';
  const sum: Sum = { videos: 0, progressive: 0, broken: [], segments: 0, givenUp: [] };

  beforeAll(async () => {
    await startFresh();
    ca = await secret('edge_certificate');
    apiKey = await secret('api_keys');
  });
  afterAll(remove);

  const ask = (path: string, maxBytesPerSecond = Number.POSITIVE_INFINITY): Promise<Played> =>
    play(`https://127.0.0.1:${edgePort}${path}`, { ca, maxBytesPerSecond });

  test(`under ${players} players: nothing breaks, no segment is given up, nothing is made twice`, async () => {
    const over = new AbortController();
    const made: { mp4: string; hls: string }[] = [];
    const playing = Array.from({ length: players }, async (_, index) => {
      for (let round = 0; !over.signal.aborted; round += 1) {
        // Half of what is asked for nobody has seen before; the first of the players begin with that.
        const seen = (index + round) % 4 < 2 ? undefined : made[(index * 7 + round) % made.length];
        const urls = seen ?? (await create());
        if (seen === undefined) made.push(urls);
        if (index % 2 === 0) await playProgressive(urls.mp4);
        else await playSegments(urls.hls, over.signal);
      }
    });
    const workers = (await containersOf()).filter((each) => serviceOf(each).startsWith('worker-'));
    expect(workers).toHaveLength(4);
    for (const { Id } of workers) {
      phase = 'workers';
      expect(await restart(Id)).toBe(0);
      await until('all copies are where they belong', isSettled, 240_000, 5 * pauseMs);
    }
    for (const service of ['router-1', 'router-2', 'catalog', 'redis']) {
      phase = service;
      expect(await restart((await containerOf(service)).Id)).toBe(0);
    }
    phase = 'end';
    over.abort();
    await Promise.all(playing);

    const again = await madeAgain();
    process.stderr.write(
      `${sum.videos} videos, ${sum.progressive} downloads, ${sum.segments} segments; made twice: ${again.length}\n`,
    );
    expect(sum.broken).toEqual([]);
    expect(sum.givenUp).toEqual([]);
    expect(again).toEqual([]);
    expect(sum.progressive).toBeGreaterThan(players);
    expect(sum.segments).toBeGreaterThan(10 * players);
  }, 1_500_000);

  /** Tries again while nothing can be created: the catalog, or its store, is just being restarted. */
  async function create(): Promise<{ mp4: string; hls: string }> {
    sum.videos += 1;
    const body = JSON.stringify(smallVideo(`restarted ${sum.videos}`, 30));
    let urls: { mp4: string; hls: string } | undefined;
    await until(
      'a video is created',
      async () => {
        const answer = await post('/v1/videos', body).catch(() => undefined);
        if (answer?.status === 201 || answer?.status === 200)
          urls = (JSON.parse(answer.text) as { urls: { mp4: string; hls: string } }).urls;
        return urls !== undefined;
      },
      60_000,
      pauseMs,
    );
    return urls as { mp4: string; hls: string };
  }

  /** One response to its end: what is begun must be whole. */
  async function playProgressive(path: string): Promise<void> {
    const played = await ask(path, progressiveBytesPerSecond).catch(() => undefined);
    sum.progressive += 1;
    if (played?.whole !== true || played.status !== 200)
      sum.broken.push({ phase, status: played?.status ?? 0, bytes: played?.body.length ?? 0 });
  }

  /** Segment by segment, as players of HLS do: one that fails is asked for again. */
  async function playSegments(path: string, signal: AbortSignal): Promise<void> {
    const playlist = (await obtain(path)) ?? '';
    const names = playlist.split('\n').filter((line) => line.endsWith('.m4s'));
    for (const name of ['init.mp4', ...names]) {
      if (signal.aborted) return;
      sum.segments += 1;
      await obtain(path.replace('index.m3u8', name));
      await new Promise((resolve) => setTimeout(resolve, betweenSegmentsMs));
    }
  }

  async function obtain(path: string): Promise<string | undefined> {
    const giveUpAtMs = performance.now() + patienceMs;
    while (performance.now() < giveUpAtMs) {
      const played = await ask(path).catch(() => undefined);
      if (played?.status === 200 && played.whole) return played.body.toString('latin1');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    sum.givenUp.push({ phase, path });
    return undefined;
  }

  async function post(path: string, body: string): Promise<{ status: number; text: string }> {
    const played = await play(`https://127.0.0.1:${edgePort}${path}`, {
      method: 'POST',
      ca,
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body,
    });
    return { status: played.status, text: played.body.toString() };
  }
});

/** As a deploy does it: SIGTERM, time to hand over, the same again. Returns the exit code. */
async function restart(id: string): Promise<number> {
  await docker('stop', '--time', stopWithinS, id);
  const [stopped] = JSON.parse(await docker('inspect', id)) as { State: { ExitCode: number } }[];
  await docker('start', id);
  await untilHealthy(id);
  return stopped?.State.ExitCode ?? -1;
}

/** Whether all four are there, and have all copies that they should have. */
async function isSettled(): Promise<boolean> {
  const { epoch, workers } = await understudy<Status>('status');
  return (
    workers.length === 4 &&
    workers.every(({ state, settledEpoch }) => state === 'active' && settledEpoch === epoch)
  );
}

/** `contentId/piece` of what was generated more than once, by the logs of all workers. */
async function madeAgain(): Promise<string[]> {
  const runs = new Map<string, number>();
  for (const container of await containersOf()) {
    if (!serviceOf(container).startsWith('worker-')) continue;
    const log = await docker('logs', container.Id);
    for (const text of log.split('\n').filter((line) => line.includes('"event":"generate"'))) {
      const { contentId, piece } = JSON.parse(text) as { contentId: string; piece: string | number };
      const key = `${contentId}/${piece}`;
      runs.set(key, (runs.get(key) ?? 0) + 1);
    }
  }
  return [...runs].filter(([, count]) => count > 1).map(([key]) => key);
}
