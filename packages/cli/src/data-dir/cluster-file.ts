import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import type { Cluster } from '../cluster.js';
import type { ServiceProcess } from '../process/service-process.js';
import { writePrivateFile } from './write-private-file.js';

interface Address {
  readonly url: string;
  readonly pid: number;
}

/** `cluster.json`: what runs, while it runs. */
export interface ClusterFile {
  readonly router: Address & { readonly adminUrl?: string };
  readonly routers: readonly (Address & { readonly adminUrl?: string })[];
  /** The console's API. */
  readonly admin: { readonly url: string; readonly key: string };
  readonly catalog: Address;
  readonly console: Address;
  readonly apiKey: string;
  readonly workers: readonly (Address & { readonly id: string })[];
}

/**
 * What runs in a data directory.
 * @throws UnderstudyError `not_found` when no cluster does
 */
export async function readClusterFile(dataDir: string): Promise<ClusterFile> {
  const path = join(dataDir, 'cluster.json');
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ClusterFile;
  } catch (cause) {
    throw new UnderstudyError('not_found', `no cluster runs in ${dataDir}: ${path} cannot be read`, {
      cause,
    });
  }
}

type Shown = Pick<Cluster, 'apiKey' | 'adminKey' | 'catalog' | 'console' | 'routers' | 'workers'>;

function clusterFile(cluster: Shown): ClusterFile {
  const routers = cluster.routers.map((router) => ({
    ...addressOf(router),
    ...(router.adminUrl !== undefined && { adminUrl: router.adminUrl }),
  }));
  const [router] = routers;
  if (router === undefined) throw new TypeError('a cluster has a router');
  return {
    router,
    routers,
    admin: { url: cluster.console.url, key: cluster.adminKey },
    catalog: addressOf(cluster.catalog),
    console: addressOf(cluster.console),
    apiKey: cluster.apiKey,
    workers: cluster.workers.map((worker) => ({ id: worker.name, ...addressOf(worker) })),
  };
}

function addressOf({ url, pid }: ServiceProcess): Address {
  return { url, pid };
}

/** Keeps `cluster.json` of a data directory; writes are done one after the other. */
export class ClusterFileKeeper {
  readonly #path: string;
  #last: Promise<void> = Promise.resolve();

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'cluster.json');
  }

  /** The content is taken when the write's turn comes, so that the last write has the last state. */
  write(cluster: Shown): Promise<void> {
    return this.#then(() =>
      writePrivateFile(this.#path, `${JSON.stringify(clusterFile(cluster), undefined, 2)}\n`),
    );
  }

  remove(): Promise<void> {
    return this.#then(() => rm(this.#path, { force: true }));
  }

  #then(change: () => Promise<void>): Promise<void> {
    const done = this.#last.then(change);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
