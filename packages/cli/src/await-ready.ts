import { join } from 'node:path';
import { createAdminClient } from '@understudy/client';
import { UnderstudyError } from '@understudy/errors';
import type { Cluster } from './cluster.js';
import type { ServiceProcess } from './process/service-process.js';

const pollIntervalMs = 20;
const answerTimeoutMs = 1_000;

/**
 * Waits until every worker is a member, and every router ready.
 * @throws UnderstudyError `timed_out`, `internal` when a service dies meanwhile
 */
export async function awaitReady(cluster: Cluster, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const services = [cluster.catalog, cluster.console, ...cluster.routers, ...cluster.workers];
  let dead: ServiceProcess | undefined;
  for (const service of services) {
    void service.exited.then(() => {
      dead ??= service;
    });
  }
  for (;;) {
    const missing = await missingOf(cluster);
    if (missing.length === 0) return;
    if (dead !== undefined)
      throw new UnderstudyError('internal', `${dead.name} died at the start: see ${dead.logFile}`);
    if (performance.now() > deadline)
      throw new UnderstudyError(
        'timed_out',
        `not ready in ${timeoutMs} ms: ${missing.join(', ')}. Does the metadata store answer? The logs are in ${join(cluster.dataDir, 'logs')}`,
      );
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
}

/** The names of the routers that are not ready and of the workers that are no members. */
async function missingOf({ console, adminKey, workers, routers }: Cluster): Promise<string[]> {
  const missing = await Promise.all([
    missingWorkers(console.url, adminKey, workers),
    ...routers.map(async ({ name, healthUrl, adminUrl, url }) => {
      const router = createAdminClient({ url: healthUrl ?? adminUrl ?? url, timeoutMs: answerTimeoutMs });
      return (await router.get('/readyz').catch(() => undefined)) === undefined ? [name] : [];
    }),
  ]);
  return missing.flat();
}

async function missingWorkers(url: string, key: string, workers: Cluster['workers']): Promise<string[]> {
  const admin = createAdminClient({ url, key, timeoutMs: answerTimeoutMs });
  const cluster = await admin.get('/admin/cluster').catch(() => undefined);
  return workers
    .filter(
      ({ name, pid }) =>
        !cluster?.workers.some(
          (worker) => worker.id === name && worker.pid === pid && worker.state === 'active',
        ),
    )
    .map(({ name }) => name);
}
