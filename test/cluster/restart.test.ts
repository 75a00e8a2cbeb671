import { createServer } from 'node:net';
import { type ClusterEvent, eventLine } from '@understudy/cli';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readClusterFile } from './npm-start.js';
import { play } from './player.js';
import { clusterOf, startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, smallVideo } from './videos.js';

const events: ClusterEvent[] = [];
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 2, restart: true, onEvent: (event) => events.push(event) });
}, 60_000);
afterAll(() => cluster.dispose());

test('what dies is started again where it was: who made a video, and its address, are none the wiser', async () => {
  const first = await createVideo(cluster, smallVideo('before'));
  const { body } = await play(first.mp4);
  const { catalog, console, workers } = cluster;
  const router = cluster.routers[0] as TestCluster['catalog'];
  const dead = [catalog, console, router, ...workers];
  for (const each of dead) each.kill('SIGKILL');
  await until('all of it was started again', () => {
    const again = events.filter(({ type }) => type === 'restarted');
    return again.length === dead.length;
  });
  expect(events.map(({ type }) => type).filter((type) => type !== 'restarted')).toEqual(
    dead.map(() => 'died'),
  );
  const now = [cluster.catalog, cluster.console, ...cluster.routers];
  expect(now.map(({ url }) => url)).toEqual([catalog.url, console.url, router.url]);
  expect(now.map(({ pid }) => pid)).not.toContain(router.pid);

  await until('both workers are members again', async () => {
    const { workers: shown } = await clusterOf(cluster);
    return (
      shown.length === 2 &&
      shown.every(({ pid, state }) => state === 'active' && !dead.some((each) => each.pid === pid))
    );
  });
  const played = await play(first.mp4);
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(body)).toBe(true);
  const second = await createVideo(cluster, smallVideo('after'));
  expect(await play(second.mp4)).toMatchObject({ status: 200, whole: true });
  expect(await readClusterFile(cluster.dataDir)).toMatchObject({
    router: { url: router.url, pid: cluster.routers[0]?.pid },
    catalog: { pid: cluster.catalog.pid },
  });
}, 60_000);

test('a worker whose port somebody took meanwhile is told of, and comes back at another', async () => {
  const worker = cluster.worker('w2');
  events.length = 0;
  await cluster.crash('w2');
  const thief = createServer().listen(Number(new URL(worker.url).port), '127.0.0.1');
  onTestFinished(() => void thief.close());
  await until('it runs again', () => events.some(({ type }) => type === 'restarted'));
  expect(events.map(({ type }) => type)).toEqual(['died', 'not restarted', 'restarted']);
  expect(eventLine(events[0] as ClusterEvent)).toMatch(
    /^w2 .* was ended by SIGKILL; .* It is started again in \d+ s\.$/,
  );
  expect(eventLine(events[1] as ClusterEvent)).toMatch(
    /^w2 could not be started again: w2 ended with 1 .*EADDRINUSE/s,
  );
  expect(cluster.worker('w2').url).not.toBe(worker.url);
  const video = await createVideo(cluster, smallVideo('at another port'));
  expect(await play(video.mp4)).toMatchObject({ status: 200, whole: true });
}, 60_000);

test('a router that was told to end is started again, a worker that was is not', async () => {
  const [worker] = cluster.workers;
  const router = cluster.routers[0] as TestCluster['catalog'];
  events.length = 0;
  for (const each of [router, worker]) each?.kill('SIGTERM');
  await until('both have ended, and the router runs again', () => events.length === 3);
  expect(
    events
      .filter(({ type }) => type === 'ended')
      .map((event) => 'name' in event && event.name)
      .sort(),
  ).toEqual(['router1', worker?.name]);
  expect(events).toContainEqual({ type: 'restarted', name: 'router1', pid: cluster.routers[0]?.pid });
  expect(cluster.workers.map(({ name }) => name)).not.toContain(worker?.name);
  expect((await fetch(`${router.url}/nowhere`)).status).toBe(404);
}, 60_000);
