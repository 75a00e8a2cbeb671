import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLogs } from './logs.js';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { placementOf, smallVideo } from './videos.js';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 2 });
}, 60_000);
afterAll(() => cluster.dispose());

const origin = () => cluster.routers[0]?.url as string;

/** The services that logged something of a request, with what. */
async function loggedOf(requestId: string): Promise<string[]> {
  const services = [...cluster.routers, cluster.catalog, ...cluster.everyWorker];
  const lines = await Promise.all(
    services.map(async ({ service, logFile }) =>
      (await readLogs([logFile]))
        .filter((line) => line['requestId'] === requestId)
        .map(({ event }) => `${service} ${event}`),
    ),
  );
  return lines.flat().sort();
}

test('by the ID of its answer a request is found in every log: at the catalog, the router and the worker that went on', async () => {
  const created = await play(`${origin()}/v1/videos`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${cluster.apiKey}`,
      'x-request-id': 'created-by-edge',
    },
    body: JSON.stringify(smallVideo('found', 24)),
  });
  expect(created).toMatchObject({ status: 201, headers: { 'x-request-id': 'created-by-edge' } });
  expect(await loggedOf('created-by-edge')).toEqual(['catalog described']);

  const { id, urls } = JSON.parse(created.body.toString()) as { id: string; urls: { mp4: string } };
  const { master } = await placementOf(cluster, id);
  let dying: Promise<void> | undefined;
  const played = await play(new URL(urls.mp4, origin()).href, {
    onBytes: () => {
      dying ??= cluster.crash(master);
    },
  });
  await dying;
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(await loggedOf(String(played.headers['x-request-id']))).toEqual([
    'router failover',
    'router upstream.lost',
    'worker continued',
  ]);
});
