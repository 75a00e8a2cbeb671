import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServiceProcess } from '@understudy/cli';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { play } from './player.js';
import { isShort } from './short-form.js';
import { clusterOf, startCluster, type TestCluster } from './start.js';
import { understudy } from './understudy.js';
import { until } from './until.js';
import { createVideo, noiseVideo, placementOf, smallVideo } from './videos.js';

const program = fileURLToPath(new URL('../../packages/cli/dist/program/main.js', import.meta.url));

let cluster: TestCluster;
let noise: (title: string) => object;
beforeAll(async () => {
  cluster = await startCluster({ workers: 3, env: { UNDERSTUDY_ROUTER_PROCESSES: '2' } });
  noise = await noiseVideo(cluster.dataDir, 20);
}, 60_000);
afterAll(() => cluster.dispose());

/** What a command tells as JSON. */
async function tell<T>(...args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await understudy([...args, '--json'], {
    UNDERSTUDY_DATA: cluster.dataDir,
  });
  if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${stderr}`);
  return JSON.parse(stdout) as T;
}

async function metricsOf(router: ServiceProcess | undefined): Promise<string> {
  return (await fetch(`${router?.adminUrl}/metrics`)).text();
}

interface Streams {
  readonly total: number;
  readonly streams: readonly Readonly<Record<string, unknown>>[];
}
interface Listed {
  readonly videos: readonly { readonly id: string; readonly state: string }[];
}
interface Eviction {
  readonly workers: readonly { readonly worker: string; readonly result: string; readonly bytes: number }[];
}

/** `understudy events -f`, with all that it has told so far. */
function followEvents(): Readonly<Record<string, unknown>>[] {
  const told: Record<string, unknown>[] = [];
  const follower: ChildProcess = spawn(process.execPath, [program, 'events', '-f', '-n', '0', '--json'], {
    env: { PATH: process.env['PATH'] ?? '', UNDERSTUDY_DATA: cluster.dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: follower.stdout as NodeJS.ReadableStream }).on('line', (line) =>
    told.push(JSON.parse(line) as Record<string, unknown>),
  );
  const ended = once(follower, 'exit');
  onTestFinished(async () => {
    follower.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });
  return told;
}

test('an operator sees who plays what, and follows how it goes on when its worker is killed', async () => {
  const video = await createVideo(cluster, noise('watched'));
  const { master, replica } = await placementOf(cluster, video.id);
  const told = followEvents();
  let isSlow = true;
  const playing = play(video.mp4, {
    headers: { 'x-request-id': 'watched-by-operator' },
    maxBytesPerSecond: () => (isSlow ? 200_000 : Number.POSITIVE_INFINITY),
  });
  const shown = async () =>
    (await tell<Streams>('streams')).streams.find(({ requestId }) => requestId === 'watched-by-operator');
  await until('its stream is shown', async () => Number((await shown())?.['bytes'] ?? 0) > 0);
  expect(await shown()).toMatchObject({ video: video.id, part: 'video.mp4', worker: master, moves: 0 });

  await cluster.crash(master);
  await until('its stream has moved', async () => (await shown())?.['moves'] === 1);
  expect(await shown()).toMatchObject({ video: video.id, worker: replica });
  await until('the failover is told', () => told.some(({ event }) => event === 'failover'));
  expect(told.find(({ event }) => event === 'failover')).toMatchObject({
    source: expect.stringMatching(/^router /),
    requestId: 'watched-by-operator',
    video: video.id,
    worker: replica,
  });
  expect(told.find(({ event }) => event === 'continued')).toMatchObject({
    source: `worker ${replica}`,
    requestId: 'watched-by-operator',
    video: video.id,
  });
  expect(JSON.stringify(told)).not.toContain('contentId');
  isSlow = false;
  expect(await playing).toMatchObject({ status: 200, whole: true });
  expect(await tell<Streams>('streams')).toMatchObject({ total: 0, streams: [] });
});

test('evicted copies are gone, and the video is made again when it is asked for', async () => {
  // Of one that was killed nobody knows what it has.
  await until('who was killed is gone', async () => (await clusterOf(cluster)).workers.length === 2, 20_000);
  const { lost } = await tell<{ readonly lost: readonly { readonly id: string }[] }>('status');
  expect(lost).toHaveLength(1);
  const { failed } = await doctorFails();
  expect(failed).toEqual([
    { check: 'workers', state: 'fail', says: expect.stringMatching(`^${lost[0]?.id} was lost \\d+ s ago`) },
  ]);
  expect(await metricsOf(cluster.routers[0])).toMatch(/^understudy_router_workers\{state="lost"\} 1$/m);
  const video = await createVideo(cluster, smallVideo('evicted', 4));
  const before = await play(video.mp4);
  await until('two copies', async () => {
    const { holders } = await placementOf(cluster, video.id);
    return holders.filter(({ complete }) => complete).length === 2;
  });
  const evicted = new Set<string>();
  await until('nothing is left', async () => {
    const { workers } = await tell<Eviction>('evict', video.id);
    for (const { worker, result } of workers) if (result === 'evicted') evicted.add(worker);
    return (await placementOf(cluster, video.id)).holders.length === 0;
  });
  expect(evicted.size).toBe(2);
  expect((await play(video.mp4)).body.equals(before.body)).toBe(true);
});

// The short form has the parts of it: services/worker/src/routes/make.test.ts, services/console/src/routes/regenerate.test.ts.
test.skipIf(isShort)(
  'what an operator has made again is the same, and what one deletes is gone; until then it is listed',
  async () => {
    const video = await createVideo(cluster, smallVideo('made again', 4));
    const listed = async () => (await tell<Listed>('videos', 'made again')).videos;
    expect(await listed()).toMatchObject([{ id: video.id, state: 'described' }]);
    const before = await play(video.mp4);
    const env = { UNDERSTUDY_DATA: cluster.dataDir };
    await until('its copies are not in use', async () => {
      const { code, stdout } = await understudy(['regenerate', video.id, '--json'], env);
      const { maker } = JSON.parse(stdout) as { maker: string | null };
      expect(code).toBe(maker === null ? 1 : 0);
      return maker !== null;
    });
    await until('it is there without a player', async () => (await listed())[0]?.state === 'complete');
    const after = await play(video.mp4);
    expect(after.headers.etag).toBe(before.headers.etag);
    expect(after.body.equals(before.body)).toBe(true);
    expect(await understudy(['delete', video.id, '--yes'], env)).toMatchObject({ code: 0 });
    expect(await listed()).toEqual([]);
    await until('it is gone', async () => (await play(video.mp4)).status === 410);
  },
);

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly says: string;
}
interface Shown {
  readonly routers: readonly { readonly id: string; readonly state: string; readonly catalog: string }[];
}

/** What `doctor` finds to be wrong. */
async function doctorFails(): Promise<{ code: number | null; failed: readonly Finding[] }> {
  const { code, stdout } = await understudy(['doctor', '--json'], { UNDERSTUDY_DATA: cluster.dataDir });
  const found = stdout.trim().split('\n');
  return {
    code,
    failed: found.map((line) => JSON.parse(line) as Finding).filter(({ state }) => state === 'fail'),
  };
}

test('that the catalog is dead is what an operator is told, while what exists plays on', async () => {
  const video = await createVideo(cluster, smallVideo('made before', 4));
  const before = await play(video.mp4);
  expect(await tell<Shown>('status')).toMatchObject({
    routers: [{ state: 'active', streams: 0, catalog: 'reachable' }],
  });
  const others = (await doctorFails()).failed.map(({ check }) => check);
  expect(others).not.toContain('catalog');

  cluster.catalog.kill('SIGKILL');
  await until(
    'its router knows',
    async () => (await tell<Shown>('status')).routers[0]?.catalog === 'unreachable',
  );
  const { code, failed } = await doctorFails();
  expect(code).toBe(1);
  expect(failed).toContainEqual({
    ...{ check: 'catalog', state: 'fail' },
    says: expect.stringMatching(/^does not answer .*: start it/),
  });
  const refused = await fetch(`${cluster.routers[0]?.url}/v1/videos/${video.id}`);
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
    503,
    'catalog_unavailable',
  ]);
  expect(await metricsOf(cluster.routers[0])).toMatch(/^understudy_router_catalog_reachable 0$/m);
  expect((await play(video.mp4)).body.equals(before.body)).toBe(true);
});

test('one that drained is gone, and not told of as lost', async () => {
  const lost = async () => (await tell<{ lost: { id: string }[] }>('status')).lost.map(({ id }) => id);
  const before = await lost();
  const [worker] = (await clusterOf(cluster)).workers;
  const env = { UNDERSTUDY_DATA: cluster.dataDir };
  expect(await understudy(['drain', String(worker?.id), '--wait'], env)).toMatchObject({ code: 0 });
  expect((await clusterOf(cluster)).workers.map(({ id }) => id)).not.toContain(worker?.id);
  expect(await lost()).toEqual(before);
});
