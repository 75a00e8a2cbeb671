import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { play } from '../cluster/player.js';
import { until } from '../cluster/until.js';
import {
  activeWorkers,
  containerOf,
  containerOfWorker,
  containersOf,
  docker,
  edgePort,
  pauseMs,
  remove,
  runCompose,
  secret,
  serviceOf,
  startFresh,
  understudy,
  understudyHere,
  untilActive,
  whatIsMissing,
} from './compose-cluster.js';
import { EdgeClient } from './edge-client.js';

const missing = await whatIsMissing();
if (missing !== undefined) process.stderr.write(`SKIPPED, nothing was shown: ${missing}\n`);

/** From `up` until every container is healthy, with the images built. */
const healthyWithinMs = 90_000;

interface Placement {
  readonly master: string;
  readonly replica: string;
}

describe.skipIf(missing !== undefined)('a cluster in containers', () => {
  let edge: EdgeClient;
  let apiKey: string;
  let healthyMs: number;

  beforeAll(async () => {
    healthyMs = await startFresh();
    apiKey = await secret('api_keys');
    edge = await EdgeClient.open();
  });
  afterAll(async () => {
    edge?.close();
    await remove();
  });

  /** The edge ends a connection that was idle for long. */
  async function comeAgain(): Promise<void> {
    edge.close();
    edge = await EdgeClient.open();
  }

  function post(description: object) {
    return edge.json<{ id: string; urls: { mp4: string } }>('/v1/videos', {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(description),
    });
  }

  async function create(
    title: string,
    description: object = descriptionOf(title),
  ): Promise<{ id: string; mp4: string }> {
    const answer = await post(description);
    expect(answer.status).toBe(201);
    return { id: answer.body.id, mp4: answer.body.urls.mp4 };
  }

  test('it is healthy in time', () => {
    process.stderr.write(`healthy after ${(healthyMs / 1_000).toFixed(1)} s\n`);
    expect(healthyMs).toBeLessThan(healthyWithinMs);
  });

  test('only the edge is published, on the loopback address; every container is confined', async () => {
    const containers = await containersOf();
    expect(containers.length).toBeGreaterThanOrEqual(12);
    for (const container of containers) {
      const { HostConfig, NetworkSettings } = container;
      const published = Object.values(NetworkSettings.Ports).flatMap((hosts) => hosts ?? []);
      const addresses = new Set(published.map(({ HostIp }) => HostIp));
      expect([...addresses], serviceOf(container)).toEqual(
        serviceOf(container) === 'edge' ? ['127.0.0.1'] : [],
      );
      expect(
        {
          readOnly: HostConfig.ReadonlyRootfs,
          dropped: HostConfig.CapDrop,
          added: HostConfig.CapAdd ?? [],
          security: HostConfig.SecurityOpt,
          privileged: HostConfig.Privileged,
          root: /^(0|root)?(:|$)/.test(container.Config.User),
          memory: HostConfig.Memory > 0,
          pids: (HostConfig.PidsLimit ?? 0) > 0,
        },
        serviceOf(container),
      ).toEqual({
        readOnly: true,
        dropped: ['ALL'],
        added: [],
        security: ['no-new-privileges:true'],
        privileged: false,
        root: false,
        memory: true,
        pids: true,
      });
    }
  });

  test('ffmpeg is confined in every worker, for which nothing had to be allowed', async () => {
    const workers = (await containersOf()).filter((each) => serviceOf(each).startsWith('worker-'));
    expect(workers).toHaveLength(4);
    for (const { Id } of workers) {
      const lines = (await docker('logs', Id))
        .split('\n')
        .filter((line) => line.includes('"event":"ffmpeg.'));
      const told = lines.map((line) => JSON.parse(line) as { event: string; on: readonly string[] });
      expect(told).toEqual([
        expect.objectContaining({
          event: 'ffmpeg.confined',
          // As another user only where the worker is root.
          on: ['limits', 'network', 'files', 'privileges'],
        }),
      ]);
    }
  });

  test('the container of the master is killed in mid-play: the response has the bytes that it would have had', async () => {
    const { id, mp4 } = await create('Killed in mid-play');
    const { master } = await understudy<Placement>('locate', id);
    const worker = (await activeWorkers()).find((each) => each.id === master);
    const { Id } = await containerOfWorker(worker?.url ?? '');
    let killed: Promise<string> | undefined;
    const played = await edge.request(mp4, {
      onBytes(received) {
        if (received > 200_000) killed ??= docker('kill', '--signal', 'KILL', Id);
      },
    });
    expect(killed, 'it was over before it could be killed').toBeDefined();
    await killed;
    expect(played.status).toBe(200);
    // The same, undisturbed and by ranges of a player that comes later.
    const again = await edge.request(mp4);
    expect(sha256(again.body)).toBe(sha256(played.body));
    const middle = Math.floor(played.body.length / 2);
    const range = await edge.request(mp4, { headers: { range: `bytes=${middle}-` } });
    expect(range.status).toBe(206);
    expect(range.body.equals(played.body.subarray(middle))).toBe(true);
    // And the one that was killed is that worker again, by its directory.
    await docker('start', Id);
    await until(
      'it is back',
      async () => (await activeWorkers()).some((each) => each.id === master),
      60_000,
      pauseMs,
    );
  });

  test('Redis is killed and started again: what exists plays meanwhile, and nothing acknowledged is lost', async () => {
    const before = await create('Before Redis was killed');
    const first = await edge.request(before.mp4);
    const { Id } = await containerOf('redis');
    await docker('kill', '--signal', 'KILL', Id);
    const meanwhile = await edge.request(before.mp4);
    expect(sha256(meanwhile.body)).toBe(sha256(first.body));
    await docker('start', Id);
    await until('the description is there', async () => {
      const { status } = await edge.request(`/v1/videos/${before.id}`, { headers: { 'x-api-key': apiKey } });
      return status === 200;
    });
    const after = await create('After Redis was killed');
    expect((await edge.request(after.mp4)).status).toBe(200);
  });

  test('a router is stopped: the edge goes on by the other one', async () => {
    const { mp4 } = await create('Two routers');
    const played = await edge.request(mp4);
    const { Id } = await containerOf('router-1');
    await docker('stop', Id);
    for (let request = 0; request < 10; request += 1)
      expect(sha256((await edge.request(mp4)).body)).toBe(sha256(played.body));
    await docker('start', Id);
  });

  test('deploy --compose makes every worker container anew, and no response is cut meanwhile', async () => {
    await untilActive(4);
    const { mp4 } = await create('Deployed');
    const before = await edge.request(mp4);
    const ca = await secret('edge_certificate');
    const containers = async () => {
      const all = await containersOf();
      return all.filter((each) => serviceOf(each).startsWith('worker-')).map(({ Id }) => Id);
    };
    const known = await containers();
    let isOver = false;
    const played = new Set<string>();
    const playing = (async () => {
      // Each on a connection of its own: the edge ends one after a thousand requests.
      while (!isOver) {
        const { whole, body } = await play(`https://127.0.0.1:${edgePort}${mp4}`, { ca });
        played.add(whole ? sha256(body) : 'cut');
      }
    })();
    const { code, output } = await understudyHere('deploy', '--compose', '--json');
    expect([code, output.match(/"step":"done"/g)?.length]).toEqual([0, 4]);
    isOver = true;
    await playing;
    expect([...played]).toEqual([sha256(before.body)]);
    const now = await containers();
    expect(now).toHaveLength(4);
    expect(now.filter((id) => known.includes(id))).toEqual([]);
  }, 900_000);

  test('deploy --compose makes the routers anew, and responses that take longer end whole', async () => {
    await comeAgain();
    const complete = await create('Complete', longDescription('complete', 40));
    const expected = (await edge.request(complete.mp4)).body;
    const { mp4 } = await create('Routers deployed', longDescription('being made', 80));
    const ca = await secret('edge_certificate');
    const known = await Promise.all(['router-1', 'router-2'].map(containerOf));
    // Most of it is soon in what the kernel holds for clients that are slow.
    const slow = [1, 2].map(() =>
      play(`https://127.0.0.1:${edgePort}${complete.mp4}`, { ca, maxBytesPerSecond: expected.length / 60 }),
    );
    // Open for as long as it is made. The edge takes the routers in turn.
    const begun = new Set<number>();
    const played = [1, 2].map((player) =>
      play(`https://127.0.0.1:${edgePort}${mp4}`, { ca, onBytes: () => begun.add(player) }),
    );
    await until('both have begun', async () => begun.size === 2);
    const startMs = performance.now();
    const { code, output } = await understudyHere('deploy', '--compose', 'router-1', 'router-2', '--json');
    const seconds = (performance.now() - startMs) / 1_000;
    expect([code, output.match(/"step":"done"/g)?.length]).toEqual([0, 2]);
    // Whichever had them waited.
    expect(seconds).toBeGreaterThan(30);
    const [first, second] = await Promise.all(played);
    expect([first?.whole, second?.whole]).toEqual([true, true]);
    // The edge ends connections that are idle for as long.
    await comeAgain();
    const whole = sha256((await edge.request(mp4)).body);
    expect([first, second].map((each) => sha256(each?.body as Buffer))).toEqual([whole, whole]);
    for (const each of await Promise.all(slow)) {
      expect(each.whole).toBe(true);
      expect(sha256(each.body)).toBe(sha256(expected));
    }
    const now = await Promise.all(['router-1', 'router-2'].map(containerOf));
    for (const [index, { Id }] of now.entries()) expect(Id).not.toBe(known[index]?.Id);
  }, 300_000);

  test('deploy --compose makes the catalogs anew, and nobody who creates is refused', async () => {
    await comeAgain();
    let isOver = false;
    const answers = new Map<number, number>();
    const creating = (async () => {
      for (let number = 0; !isOver; number += 1) {
        const { status } = await post(descriptionOf(`Catalogs deployed ${number}`));
        answers.set(status, (answers.get(status) ?? 0) + 1);
        await sleep(pauseMs / 5);
      }
    })();
    const { code, output } = await understudyHere('deploy', '--compose', 'catalog', '--json');
    isOver = true;
    await creating;
    expect([code, output.match(/"step":"done"/g)?.length]).toEqual([0, 2]);
    expect([...answers.keys()]).toEqual([201]);
    expect(answers.get(201)).toBeGreaterThan(20);
  }, 300_000);

  test('workers join by --scale, and leave in good order', async () => {
    await untilActive(4);
    const known = new Set((await activeWorkers()).map(({ id }) => id));
    await runCompose('up', '--detach', '--no-build', '--scale', 'worker-a=3');
    await untilActive(5);
    const joined = (await activeWorkers()).find(({ id }) => !known.has(id));
    const { Id } = await containerOfWorker(joined?.url ?? '');
    await docker('stop', Id);
    const [stopped] = JSON.parse(await docker('inspect', Id)) as { State: { ExitCode: number } }[];
    expect(stopped?.State.ExitCode).toBe(0);
    await untilActive(4);
  });
});

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Long enough that something can happen in the middle. */
function descriptionOf(title: string) {
  return {
    title,
    width: 640,
    height: 360,
    fps: 30,
    scenes: [0, 1, 2].map((seed) => ({
      duration: 5,
      source: { type: 'gradients', colors: ['#ff5f6d', '#ffc371', '#3a1c71'], turnsPerMinute: 6, seed },
      text: { value: title },
      audio: { type: 'tone', frequencyHz: 220, volume: 0.3 },
    })),
  };
}

/** Takes two thirds of its time to make on two processors, and has 440 kB a second. */
const longDescription = (title: string, duration: number) => ({
  title,
  width: 1280,
  height: 720,
  fps: 30,
  scenes: [{ duration, source: { type: 'life', seed: 3, cellPx: 4 }, audio: { type: 'noise', seed: 3 } }],
});
