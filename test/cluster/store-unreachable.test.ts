import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, startService } from '@understudy/cli';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startCluster } from './start.js';
import { until } from './until.js';

/** Short, so that the test outlasts it. */
const memberLeaseMs = 1000;

const key = () => randomBytes(32).toString('base64');

/** Router and worker on a Redis that nobody answers for. */
async function startOn(metadataUrl: string): Promise<ServiceProcess[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-unreachable-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const env = {
    PATH: process.env['PATH'] ?? '',
    UNDERSTUDY_METADATA_URL: metadataUrl,
    UNDERSTUDY_PORT: '0',
    UNDERSTUDY_ADMIN_PORT: '0',
    UNDERSTUDY_DATA: join(dataDir, 'worker'),
    UNDERSTUDY_CATALOG_URL: 'http://127.0.0.1:9',
    UNDERSTUDY_ID_KEYS: `1:${key()}`,
    UNDERSTUDY_PLACEMENT_KEY: key(),
    UNDERSTUDY_PEER_SECRET: key(),
  };
  return Promise.all(
    (['router', 'worker'] as const).map(async (service) => {
      const signal = AbortSignal.timeout(20_000);
      const logFile = join(dataDir, `${service}.log`);
      const started = await startService({ service, name: service, env, logFile, signal });
      onTestFinished(async () => {
        started.kill('SIGKILL');
        await started.exited;
      });
      return started;
    }),
  );
}

const statusOf = async ({ url, adminUrl }: ServiceProcess, path: string) =>
  (await fetch(`${adminUrl ?? url}${path}`)).status;

test('a router and a worker start on a Redis that is away, live; the router is ready once it knows a worker, and stays so', async () => {
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  await redis.kill();
  const services = await startOn(redis.url);
  const [router, worker] = services as [ServiceProcess, ServiceProcess];
  await until('the worker is ready', async () => (await statusOf(worker, '/readyz')) === 200);
  for (const service of services) expect(await statusOf(service, '/healthz')).toBe(200);
  // It has tried to read the members, and could ask nobody.
  expect(await readFile(router.logFile, 'utf8')).toContain('"event":"metadata.away"');
  expect(await statusOf(router, '/readyz')).toBe(503);

  await redis.restart();
  await until('the router has heard of the worker', async () => {
    return /"event":"membership".*"members":\["/.test(await readFile(router.logFile, 'utf8'));
  });
  for (const service of services) expect(await statusOf(service, '/readyz')).toBe(200);
  const lostBefore = await lossesOf(router);
  await redis.kill();
  await until('the router has lost the store', async () => (await lossesOf(router)) > lostBefore);
  for (const service of services) expect(await statusOf(service, '/readyz')).toBe(200);
}, 60_000);

const lossesOf = async ({ logFile }: ServiceProcess) =>
  (await readFile(logFile, 'utf8')).split('"event":"metadata.away"').length - 1;

test('with its Redis killed, everything that runs stays live, and routers and workers ready', async () => {
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const cluster = await startCluster({
    workers: 2,
    metadataUrl: redis.url,
    env: { UNDERSTUDY_MEMBER_LEASE_MS: `${memberLeaseMs}` },
  });
  onTestFinished(() => cluster.dispose());
  await redis.kill();
  const console = `${cluster.console.url}/admin/cluster`;
  const headers = { authorization: `Bearer ${cluster.adminKey}` };
  await until('the loss is known', async () => {
    const shown = (await (await fetch(console, { headers })).json()) as { metadata: string };
    return shown.metadata === 'away';
  });
  // For longer than a member's lease, in which nobody could renew it.
  const untilMs = performance.now() + 3 * memberLeaseMs;
  while (performance.now() < untilMs) {
    for (const service of [...cluster.routers, ...cluster.workers, cluster.catalog]) {
      expect([service.name, await statusOf(service, '/readyz')]).toEqual([service.name, 200]);
      expect(await statusOf(service, '/healthz')).toBe(200);
    }
  }
}, 60_000);
