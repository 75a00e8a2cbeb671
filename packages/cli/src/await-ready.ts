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
  while (!(await isReady(cluster))) {
    if (dead !== undefined)
      throw new UnderstudyError('internal', `${dead.name} died at the start: see ${dead.logFile}`);
    if (performance.now() > deadline)
      throw new UnderstudyError('timed_out', `the cluster was not ready in ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
}

async function isReady({ console, adminKey, workers, routers }: Cluster): Promise<boolean> {
  const answers = await Promise.all([
    workersAreMembers(console.url, adminKey, workers),
    ...routers.map(async ({ adminUrl, url }) => (await get(`${adminUrl ?? url}/readyz`))?.ok === true),
  ]);
  return answers.every(Boolean);
}

async function workersAreMembers(
  url: string,
  adminKey: string,
  workers: Cluster['workers'],
): Promise<boolean> {
  const answer = await get(`${url}/admin/cluster`, { authorization: `Bearer ${adminKey}` });
  if (answer?.ok !== true) return false;
  const shown = (await answer.json()) as { workers: { id: string; pid: number; state: string }[] };
  return workers.every(({ name, pid }) =>
    shown.workers.some((worker) => worker.id === name && worker.pid === pid && worker.state === 'active'),
  );
}

/** Undefined while nobody answers. */
async function get(url: string, headers: Record<string, string> = {}): Promise<Response | undefined> {
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(answerTimeoutMs) });
  } catch {
    return undefined;
  }
}
