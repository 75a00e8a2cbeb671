import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, type ClusterOptions, launchCluster, type ServiceProcess } from '@understudy/cli';
import { until } from './until.js';
import { placementOf } from './videos.js';

/** A cluster of real processes in a directory of its own. */
export interface TestCluster extends Cluster {
  /** Every worker process that ever ran, with the log of each. */
  readonly everyWorker: readonly ServiceProcess[];
  worker(id: string): ServiceProcess;
  /** SIGKILL; resolves when the process is gone. */
  crash(id: string): Promise<void>;
  /** Ends it, shows that nothing leaked, removes its directory unless that is to be kept. */
  dispose(keep?: { readonly directory: boolean }): Promise<void>;
}

/** `prepare` may put something into the data directory before it is used. */
export async function startCluster(
  options: Omit<ClusterOptions, 'dataDir'> = {},
  prepare: (dataDir: string) => Promise<void> = async () => undefined,
): Promise<TestCluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-cluster-'));
  await prepare(dataDir);
  const cluster = await launchCluster({ ...options, dataDir });
  const everyWorker: ServiceProcess[] = [...cluster.workers];
  const worker = (id: string): ServiceProcess => {
    const found = cluster.workers.find(({ name }) => name === id);
    if (found === undefined) throw new Error(`worker ${id} does not run`);
    return found;
  };
  return {
    dataDir,
    apiKey: cluster.apiKey,
    adminKey: cluster.adminKey,
    get catalog() {
      return cluster.catalog;
    },
    get console() {
      return cluster.console;
    },
    get routers() {
      return cluster.routers;
    },
    get workers() {
      return cluster.workers;
    },
    everyWorker,
    worker,
    async startWorker(id, env) {
      const started = await cluster.startWorker(id, env);
      everyWorker.push(started);
      return started;
    },
    startAgain: (name) => cluster.startAgain(name),
    async crash(id) {
      const process = worker(id);
      process.kill('SIGKILL');
      await process.exited;
    },
    stop: () => cluster.stop(),
    kill: () => cluster.kill(),
    async dispose(keep = { directory: process.env['KEEP_DATA'] !== undefined }) {
      await expectIdle(cluster);
      await cluster.stop();
      if (!keep.directory) await rm(dataDir, { recursive: true });
      else console.info(`kept: ${dataDir}`);
    },
  };
}

export interface ShownWorker {
  readonly id: string;
  readonly url: string;
  readonly pid: number;
  readonly state: string;
  readonly streams: number;
  readonly generating: number;
  readonly bytes: number;
  readonly pendingMoves: number;
  readonly settledEpoch: number;
  readonly replication: { readonly policy: string; readonly by: string };
}

interface ShownRouter {
  readonly url: string;
  readonly state: string;
  readonly streams: number;
}

export interface ShownCluster {
  readonly epoch: number;
  readonly workers: readonly ShownWorker[];
  readonly routers: readonly ShownRouter[];
}

/** What the operator's API says of the cluster. */
export async function clusterOf(cluster: Cluster): Promise<ShownCluster> {
  const answer = await fetch(`${cluster.console.url}/admin/cluster`, {
    headers: { authorization: `Bearer ${cluster.adminKey}` },
  });
  return (await answer.json()) as ShownCluster;
}

/** Waits until no worker streams or generates: what a test began has ended. */
export async function expectIdle(cluster: Cluster): Promise<void> {
  await until('no stream and no generator is left', async () =>
    (await clusterOf(cluster)).workers.every(
      (worker) => worker.state === 'unreachable' || (worker.streams === 0 && worker.generating === 0),
    ),
  );
}

/** Sets the replication policy as an operator does, and waits until every worker holds to it. */
export async function setReplication(cluster: Cluster, policy: string, by = 'copy'): Promise<void> {
  const answer = await fetch(`${cluster.console.url}/admin/replication`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${cluster.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ policy, by }),
  });
  if (!answer.ok) throw new Error(`replication: ${answer.status} ${await answer.text()}`);
  await until(`every worker replicates ${policy}, by ${by}`, async () =>
    (await clusterOf(cluster)).workers.every(
      ({ replication }) => replication?.policy === policy && replication.by === by,
    ),
  );
}

/** Waits until the members are `workers`, each as the process that runs. */
export async function expectMembers(cluster: Cluster, workers: readonly string[]): Promise<void> {
  const expected = workers.map(
    (id) => `${id} ${cluster.workers.find(({ name }) => name === id)?.pid} active`,
  );
  await until(`the members are ${expected.join(', ')}`, async () => {
    const members = (await clusterOf(cluster)).workers.map(({ id, pid, state }) => `${id} ${pid} ${state}`);
    return members.sort().join() === [...expected].sort().join();
  });
}

/** Waits until the video's master and replica both have all of it. */
export async function untilReplicated(cluster: Cluster, id: string): Promise<void> {
  await until('two complete copies', async () => {
    const { holders } = await placementOf(cluster, id);
    return holders.filter((holder) => holder.complete).length >= 2;
  });
}
