import type { ServiceProcess } from '@understudy/cli';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LargeVideo, placeLargeVideo } from './drain-under-load.js';
import { eventsOf } from './logs.js';
import { play } from './player.js';
import { clusterOf, startCluster, type TestCluster } from './start.js';
import { until } from './until.js';

/** More than sockets hold of what a player hardly takes. */
const megabytes = 24;
const slowBytesPerS = 500_000;
let cluster: TestCluster;
let large: LargeVideo;
beforeAll(async () => {
  cluster = await startCluster({
    workers: 2,
    routers: 2,
    routerEnv: (place) => ({
      UNDERSTUDY_DRAIN_DEADLINE_MS: '120000',
      UNDERSTUDY_ROUTER_PROCESSES: String(place + 1),
    }),
  });
  large = await placeLargeVideo(cluster, megabytes);
}, 60_000);
afterAll(() => cluster.dispose());

interface Shown {
  readonly router: string;
  readonly requestId: string;
}

async function shownStreams(): Promise<Shown[]> {
  const headers = { authorization: `Bearer ${cluster.adminKey}` };
  const answer = await fetch(`${cluster.console.url}/admin/streams`, { headers });
  return ((await answer.json()) as { streams: Shown[] }).streams;
}

test.each([
  [0, 'of one process', 'SIGTERM'],
  [1, 'of two processes', 'SIGHUP'],
] as const)(
  'router %i, %s, ends on %s when its last response has ended, and shows it until then',
  async (place, name, signal) => {
    const router = cluster.routers[place] as ServiceProcess;
    const requestId = `drained-${place}`;
    const isOpen = async () => (await shownStreams()).some((stream) => stream.requestId === requestId);
    let bytesPerS = slowBytesPerS;
    const played = play(`${router.url}${new URL(large.video.mp4).pathname}`, {
      headers: { 'x-request-id': requestId },
      maxBytesPerSecond: () => bytesPerS,
    });
    await until('it is open', isOpen);
    router.kill(signal);
    await until('it takes nothing new', () =>
      fetch(`${router.url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    expect(await eventsOf(router)).toContain('drain');
    expect(await isOpen()).toBe(true);
    const { routers } = await clusterOf(cluster);
    expect(routers.find(({ url }) => url === router.adminUrl)).toMatchObject({
      ...{ state: 'draining', streams: 1 },
    });

    bytesPerS = Number.POSITIVE_INFINITY;
    const { whole, body } = await played;
    expect({ name, whole, same: body.equals(large.bytes) }).toEqual({ name, whole: true, same: true });
    expect(await router.exited).toEqual({ code: 0, signal: null });
  },
);
