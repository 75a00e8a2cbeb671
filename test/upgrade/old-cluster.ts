import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Cluster, type launchCluster, type ServiceProcess, startService } from '@understudy/cli';
import { until } from '../cluster/until.js';

const startTimeoutMs = 30_000;

/** A cluster of an earlier revision, whose services are replaced one by one by those that are here. */
export class OldCluster {
  readonly cluster: Cluster;
  /** By name, those that run now. */
  readonly #running = new Map<string, ServiceProcess>();

  private constructor(cluster: Cluster) {
    this.cluster = cluster;
    for (const each of [cluster.catalog, cluster.console, ...cluster.routers, ...cluster.workers])
      this.#running.set(each.name, each);
  }

  /** `from`: where the earlier revision is, built. */
  static async start(from: string, options: Parameters<typeof launchCluster>[0]): Promise<OldCluster> {
    const program = pathToFileURL(join(from, 'packages/cli/dist/index.js')).href;
    const old = (await import(program)) as { launchCluster: typeof launchCluster };
    return new OldCluster(await old.launchCluster(options));
  }

  /** Where players and applications ask. */
  get origins(): string[] {
    return [...this.#running.values()].filter(({ service }) => service === 'router').map(({ url }) => url);
  }

  /** In its place the same service as it is here, with the same environment: as an operator does it who changes nothing but the program. */
  async replace(name: string): Promise<void> {
    const old = this.#running.get(name) as ServiceProcess;
    const environment = await environmentOf(old.pid);
    if (old.service === 'router') {
      // Something balances them: the new one is there, and ready, before nothing new comes to the old one.
      const started = await this.#start(old, { ...environment, UNDERSTUDY_PORT: '0' });
      await until(`${name} is ready`, async () => (await fetch(`${started.adminUrl}/readyz`)).ok);
      this.#running.set(name, started);
      await end(old);
    } else {
      await end(old);
      // The others know by its address where it is.
      const { port } = new URL(old.url);
      const env = old.service === 'worker' ? environment : { ...environment, UNDERSTUDY_PORT: port };
      this.#running.set(name, await this.#start(old, env));
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map(end));
    await this.cluster.stop();
  }

  #start({ service, name }: ServiceProcess, env: Record<string, string>): Promise<ServiceProcess> {
    const logFile = join(this.cluster.dataDir, 'logs', `${name}.new.log`);
    return startService({ service, name, env, logFile, signal: AbortSignal.timeout(startTimeoutMs) });
  }
}

async function end(service: ServiceProcess): Promise<void> {
  service.kill('SIGTERM');
  const { code } = await service.exited;
  if (code !== 0) throw new Error(`${service.name} ended with ${code}`);
}

async function environmentOf(pid: number): Promise<Record<string, string>> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8');
  return Object.fromEntries(
    text
      .split('\0')
      .filter((each) => each !== '')
      .map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  );
}
