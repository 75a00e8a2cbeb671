import type { ServiceProcess } from '@understudy/cli';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { eventsOf } from './logs.js';
import { play } from './player.js';
import { childrenOf } from './process-facts.js';
import { clusterOf, startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, smallVideo, type Video } from './videos.js';

let cluster: TestCluster;
let video: Video;
let whole: Buffer;

beforeAll(async () => {
  cluster = await startCluster({ workers: 2, env: { UNDERSTUDY_ROUTER_PROCESSES: '2' } });
  video = await createVideo(cluster, smallVideo('processes', 4));
  whole = (await play(video.mp4)).body;
}, 60_000);
afterAll(() => cluster.dispose());

const admin = (path: string) => fetch(`${cluster.routers[0]?.adminUrl}${path}`);

/** A counter over all processes. */
async function responses(): Promise<number> {
  const text = await (await admin('/metrics')).text();
  return Number(/understudy_router_responses_total\{result="whole"\} (\d+)/.exec(text)?.[1] ?? 0);
}

test('two processes serve one port, and one admin port adds up what they did', async () => {
  const before = await responses();
  const played = await Promise.all(Array.from({ length: 20 }, () => play(video.mp4)));
  expect(played.every(({ body }) => body.equals(whole))).toBe(true);
  expect(await responses()).toBe(before + 20);
});

test('an operator sees and ends what any of them plays', async () => {
  const headers = { authorization: `Bearer ${cluster.adminKey}` };
  const operate = async <T>(method: string, path: string) =>
    (await (await fetch(`${cluster.console.url}/admin/${path}`, { method, headers })).json()) as T;
  // It is open for as long as it takes to be made.
  const { mp4 } = await createVideo(cluster, smallVideo('ended', 30));
  const requestIds = Array.from({ length: 6 }, (_, index) => `of-a-process-${index}`);
  const played = requestIds.map((id) => play(mp4, { headers: { 'x-request-id': id } }));
  let streams: readonly { router: string; requestId: string; bytes: number }[] = [];
  await until('all have begun', async () => {
    ({ streams } = await operate<{ streams: typeof streams }>('GET', 'streams'));
    return streams.length === requestIds.length && streams.every(({ bytes }) => bytes > 0);
  });
  for (const { router, requestId } of streams)
    expect(await operate('POST', `streams/${router}/${requestId}/end`)).toEqual({ ended: 1 });
  for (const { whole } of await Promise.all(played)) expect(whole).toBe(false);
});

test('one that hangs is told of, and the router is what the other one is', async () => {
  const router = cluster.routers[0] as ServiceProcess;
  const before = await responses();
  const [first] = (await childrenOf(router.pid)) as [number];
  process.kill(first, 'SIGSTOP');
  onTestFinished(() => void process.kill(first, 'SIGCONT'));
  expect((await clusterOf(cluster)).routers).toMatchObject([{ state: 'active' }]);
  expect(await responses()).toBe(before);
  const isTold = async (event: string) => {
    // Who asks finds out.
    await clusterOf(cluster);
    return (await eventsOf(router)).includes(event);
  };
  await until('it is told of', () => isTold('process.silent'));
  process.kill(first, 'SIGCONT');
  await until('it answers again', () => isTold('process.answers'));
});

test('one that dies is replaced, and meanwhile the other serves', async () => {
  const router = cluster.routers[0] as ServiceProcess;
  const { pid } = router;
  const before = await responses();
  const [first] = await childrenOf(pid);
  process.kill(first as number, 'SIGKILL');
  const served = await play(video.mp4).catch(() => play(video.mp4));
  expect(served.body.equals(whole)).toBe(true);
  expect((await admin('/readyz')).status).toBe(200);
  await until('two processes again', async () => {
    const children = await childrenOf(pid);
    return children.length === 2 && !children.includes(first as number);
  });
  expect(await responses()).toBeGreaterThanOrEqual(before);
  // Not one that only just begins.
  const silent = (await eventsOf(router)).filter((event) => event === 'process.silent');
  expect(silent.length).toBeLessThanOrEqual(1);
});
