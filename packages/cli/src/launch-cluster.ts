import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { requireDirectory } from '@understudy/service-kit';
import { awaitReady } from './await-ready.js';
import { checkPortFree } from './check-port-free.js';
import type { Cluster, ClusterOptions } from './cluster.js';
import { ClusterFileKeeper } from './data-dir/cluster-file.js';
import { type ClusterKeys, openClusterKeys } from './data-dir/cluster-keys.js';
import { lockDataDir } from './data-dir/data-lock.js';
import { ProcessGroup } from './process/process-group.js';
import { serviceEnvironments } from './process/service-environments.js';
import type { ServiceName } from './process/service-process.js';
import { ServiceKeeper } from './service-keeper.js';

/** Several processes at once on two busy cores. */
const defaultStartTimeoutMs = 20_000;
/** Above the deadlines that the services give themselves (10 s), so that they end in their own way. */
const stopDeadlineMs = 12_000;

/**
 * Starts a cluster of separate processes in a data directory: catalog, console, workers and routers. Resolves when
 * a router finds every worker; leaves nothing running when it fails.
 * @throws UnderstudyError `invalid_configuration` (directory in use, port taken, damaged keys, no library where one is named), `internal` (a service does
 * not start), `timed_out`
 */
export async function launchCluster(options: ClusterOptions): Promise<Cluster> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockDataDir(dataDir);
  try {
    return await launchInto(dataDir, await openClusterKeys(dataDir), options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function launchInto(
  dataDir: string,
  keys: ClusterKeys,
  options: ClusterOptions,
  unlock: () => void,
): Promise<Cluster> {
  const { routerPort = 0, routerHost = '127.0.0.1', startTimeoutMs = defaultStartTimeoutMs } = options;
  const workerIds = namesOf('w', options.workers ?? 3);
  const routerNames = namesOf('router', options.routers ?? 1);
  const libraryDir = resolve(options.libraryDir ?? join(dataDir, 'library'));
  const logDir = join(dataDir, 'logs');
  if (options.libraryDir !== undefined) await requireDirectory('UNDERSTUDY_LIBRARY', libraryDir);
  await checkPortFree(routerHost, routerPort);
  await keepLastLogs(logDir);
  if (options.libraryDir === undefined) await mkdir(libraryDir, { recursive: true });

  const environments = serviceEnvironments({
    options,
    keys,
    metadataUrl: absoluteMetadataUrl(options.metadataUrl ?? 'lmdb:', dataDir),
    libraryDir,
    machine: process.env,
  });
  const group: ProcessGroup = new ProcessGroup({
    logDir,
    startTimeoutMs,
    onDeath: (dead, exit) => {
      const { name, pid, logFile } = dead;
      const hasEnded = exit.code === 0;
      // A worker that was drained stays away.
      const againInMs = hasEnded && dead.service === 'worker' ? undefined : keeper.onDeath(dead);
      options.onEvent?.(
        hasEnded
          ? { type: 'ended', name, pid, againInMs }
          : { type: 'died', name, pid, exit, logFile, againInMs },
      );
    },
  });
  const clusterFile = new ClusterFileKeeper(dataDir);
  const environmentOf = (service: ServiceName, name: string): Record<string, string> => {
    if (service === 'catalog' || service === 'console') return environments[service]();
    if (service === 'worker')
      return environments.worker(name, join(dataDir, 'workers', name), zoneOf(options.zones, name));
    const index = routerNames.indexOf(name);
    return {
      ...environments.router(index === 0 ? routerPort : 0, keeper.last('catalog').url),
      ...options.routerEnv?.(index),
    };
  };
  const keeper: ServiceKeeper = new ServiceKeeper({
    start: (service, name, env) => group.start(service, name, { ...environmentOf(service, name), ...env }),
    restart: options.restart ?? false,
    onChange: async () => {
      if (cluster !== undefined && stopped === undefined) await clusterFile.write(cluster);
    },
    ...(options.onEvent !== undefined && { onEvent: options.onEvent }),
  });

  let cluster: Cluster | undefined;
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    keeper.close();
    await group.stop(stopDeadlineMs);
    await clusterFile.remove();
    unlock();
  };

  try {
    const catalogStarts = keeper.start('catalog', 'catalog');
    // All at once but for the routers, which have to know where the catalog is, and the console, which has no hurry: starting is
    // work for the processor alone, and the fewer share it, the sooner the catalog is there.
    await Promise.all([
      ...workerIds.map((id) => keeper.start('worker', id)),
      ...routerNames.map((name) => catalogStarts.then(() => keeper.start('router', name))),
      catalogStarts.then(() => keeper.start('console', 'console')),
    ]);
    cluster = {
      dataDir,
      apiKey: keys.apiKey,
      adminKey: keys.adminKey,
      get catalog() {
        return keeper.last('catalog');
      },
      get console() {
        return keeper.last('console');
      },
      get routers() {
        return routerNames.map((name) => keeper.last(name));
      },
      get workers() {
        return keeper.workers;
      },
      startWorker: (id, env) => keeper.start('worker', id, env),
      startAgain: (name) => keeper.startAgain(name),
      stop() {
        stopped ??= stop();
        return stopped;
      },
      kill() {
        keeper.close();
        group.kill();
      },
    };
    await awaitReady(cluster, startTimeoutMs);
    await clusterFile.write(cluster);
    return cluster;
  } catch (error) {
    keeper.close();
    group.kill();
    await group.stop(stopDeadlineMs);
    throw error;
  }
}

/** One run's logs are kept beside the next one's: whoever restarts first still has what happened. More would only grow. */
async function keepLastLogs(logDir: string): Promise<void> {
  await rm(`${logDir}.last`, { recursive: true, force: true });
  await rename(logDir, `${logDir}.last`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/** Every service has a data directory of its own or none, so the store's files cannot be found from there. */
function absoluteMetadataUrl(url: string, dataDir: string): string {
  if (!url.startsWith('lmdb:')) return url;
  return `lmdb:${resolve(dataDir, url.slice('lmdb:'.length) || 'metadata')}`;
}

function namesOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}

/** w1 is in the first zone, w2 in the second, and so on around. */
function zoneOf(zones: readonly string[] | undefined, id: string): string | undefined {
  if (zones === undefined || zones.length === 0) return undefined;
  const number = /^w([1-9]\d{0,5})$/.exec(id)?.[1];
  if (number === undefined)
    throw new UnderstudyError('invalid_configuration', `with zones a worker is called w1, w2, …, not ${id}`);
  return zones[(Number(number) - 1) % zones.length];
}
