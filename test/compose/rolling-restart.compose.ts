import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Audience } from '../cluster/audience.js';
import { play } from '../cluster/player.js';
import { until } from '../cluster/until.js';
import { lightVideo } from '../cluster/videos.js';
import {
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
/** There and complete before anything is restarted. */
const library = 20;
/** Of so many videos that are asked for nobody has seen one: for a hundred players two processors make no more beside all else. */
const unseenOneOf = Number(process.env['UNSEEN_ONE_OF'] ?? 32);
/** The videos are of 30 s: players take about as long as they play. */
const progressiveBytesPerSecond = 30_000;
/** A segment player plays what it has before it asks for more. */
const betweenSegmentsMs = 3_000;
/** Above the drain deadline of workers, and what a download takes that a router waits for. */
const stopWithinS = '90';

describe.skipIf(missing !== undefined)('a rolling restart of everything', () => {
  let ca: string;
  let apiKey: string;
  let videos = 0;

  beforeAll(async () => {
    await startFresh();
    ca = await secret('edge_certificate');
    apiKey = await secret('api_keys');
  });
  afterAll(remove);

  test(`under ${players} players: nothing breaks, no segment is given up, nothing is made twice`, async () => {
    const audience = new Audience({
      ask: (path, _tries, maxBytesPerSecond = Number.POSITIVE_INFINITY) =>
        play(`https://127.0.0.1:${edgePort}${path}`, { ca, maxBytesPerSecond }),
      progressiveBytesPerSecond,
      betweenSegmentsMs,
    });
    const over = new AbortController();
    const made: { mp4: string; hls: string }[] = [];
    for (let video = 0; video < library; video += 1) {
      const urls = await create();
      const { status, whole } = await play(`https://127.0.0.1:${edgePort}${urls.mp4}`, { ca });
      expect([status, whole]).toEqual([200, true]);
      made.push(urls);
    }
    const playing = Array.from({ length: players }, async (_, index) => {
      for (let round = 0; !over.signal.aborted; round += 1) {
        const isUnseen = (index + round) % unseenOneOf === unseenOneOf - 1;
        const seen = isUnseen ? undefined : made[(index * 7 + round) % made.length];
        const urls = seen ?? (await create());
        if (seen === undefined) made.push(urls);
        if (index % 2 === 0) await audience.playProgressive(urls.mp4, index);
        else await audience.playSegments(urls.hls, index, over.signal);
      }
    });
    const workers = (await containersOf()).filter((each) => serviceOf(each).startsWith('worker-'));
    expect(workers).toHaveLength(4);
    for (const { Id } of workers) {
      expect(await restart(Id)).toBe(0);
      await until('all copies are where they belong', isSettled, 240_000, 5 * pauseMs);
    }
    const containers = await containersOf();
    for (const service of ['router-1', 'router-2', 'catalog', 'redis'])
      for (const each of containers) if (serviceOf(each) === service) expect(await restart(each.Id)).toBe(0);
    over.abort();
    await Promise.all(playing);

    const again = await madeAgain();
    process.stderr.write(
      `${videos} videos, ${audience.progressive} downloads, ${audience.segments} segments; made twice: ${again.length}\n`,
    );
    expect(audience).toMatchObject({ broken: [], givenUp: [] });
    expect(again).toEqual([]);
    expect(audience.progressive).toBeGreaterThan(players);
    expect(audience.segments).toBeGreaterThan(10 * players);
  }, 1_500_000);

  /** Tries again while nothing can be created: the catalog, or its store, is just being restarted. */
  async function create(): Promise<{ mp4: string; hls: string }> {
    videos += 1;
    const body = JSON.stringify(lightVideo(`restarted ${videos}`, 30));
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
