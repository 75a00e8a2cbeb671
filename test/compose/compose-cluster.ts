import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ended, runProgram } from '../cluster/run-program.js';
import { until } from '../cluster/until.js';

const root = new URL('../..', import.meta.url).pathname;
const infra = join(root, 'infra');

/** Of its own, so that it disturbs no cluster that runs on this machine. */
const project = 'understudy-test';
export const edgePort = 18_443;
/** Each look is a process or two. */
export const pauseMs = 1_000;
const env = {
  ...process.env,
  COMPOSE_PROJECT_NAME: project,
  // Others than docker-compose.yml where it is set: relative to the root of the repository, with colons between.
  COMPOSE_FILE: process.env['COMPOSE_FILE'] ?? 'infra/docker-compose.yml',
  DOCKER_BUILDKIT: '1',
  COMPOSE_DOCKER_CLI_BUILD: '1',
  UNDERSTUDY_EDGE_PORT: String(edgePort),
  UNDERSTUDY_GRAFANA_PORT: '13000',
  UNDERSTUDY_EDGE_NETWORK: '10.213.78',
  UNDERSTUDY_TAG: 'test',
};

/** What `docker inspect` says of a container, as far as the suite looks at it. */
export interface Container {
  readonly Id: string;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly User: string; readonly Labels: Record<string, string> };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly CapAdd: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly Memory: number;
    readonly PidsLimit: number | null;
    readonly Privileged: boolean;
  };
  readonly NetworkSettings: {
    readonly Ports: Record<string, readonly { HostIp: string; HostPort: string }[] | null>;
    readonly Networks: Record<string, { readonly IPAddress: string }>;
  };
}

/** Why the suite cannot run here; undefined where it can. */
export async function whatIsMissing(): Promise<string | undefined> {
  const engine = await runProgram('docker', ['info'], { env }).catch(() => undefined);
  if (engine?.code !== 0) return 'no Docker engine answers `docker info`';
  return (await compose()) === undefined
    ? 'neither `docker compose` nor docker-compose is installed'
    : undefined;
}

let found: readonly [string, ...string[]] | undefined;

/** Compose v2, or docker-compose 1.29. */
async function compose(): Promise<readonly [string, ...string[]] | undefined> {
  const candidates = [['docker', 'compose'], ['docker-compose']] as const;
  for (const candidate of candidates) {
    if (found !== undefined) break;
    const [program, ...args] = candidate;
    const { code } = await runProgram(program, [...args, 'version'], { env }).catch(() => ({ code: 1 }));
    if (code === 0) found = candidate;
  }
  return found;
}

/** Runs compose on the cluster of the suite. Returns what it wrote. */
export async function runCompose(...args: string[]): Promise<string> {
  const [program, ...before] = (await compose()) ?? ['docker-compose'];
  return succeed(program, [...before, ...args]);
}

export async function docker(...args: string[]): Promise<string> {
  return succeed('docker', args);
}

async function succeed(program: string, args: readonly string[]): Promise<string> {
  const { code, stdout, output } = await runProgram(program, args, { cwd: root, env });
  if (code !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output.slice(-4_000)}`);
  return stdout;
}

/** From nothing but the images, which are built first. Returns how long it took from `up` until all were healthy, in ms. */
export async function startFresh(): Promise<number> {
  await succeed('sh', ['infra/compose/make-secrets.sh']);
  await remove();
  await runCompose('build');
  const startedAtMs = performance.now();
  await runCompose('up', '--detach', '--no-build');
  await until('every container is healthy', allHealthy, 180_000, pauseMs);
  return performance.now() - startedAtMs;
}

/** With all that is stored. */
export async function remove(): Promise<void> {
  await runCompose('down', '--volumes', '--timeout', '5');
}

/** Whether every container runs and is healthy, but for the one that ends. */
async function allHealthy(): Promise<boolean> {
  return (await containersOf()).every(({ State: { Status, ExitCode, Health } }) =>
    Status === 'exited' ? ExitCode === 0 : Health?.Status === 'healthy',
  );
}

/** Waits until a container is healthy (again). */
export async function untilHealthy(id: string): Promise<void> {
  await until(
    `${id} is healthy`,
    async () => {
      const [container] = JSON.parse(await docker('inspect', id)) as Container[];
      return container?.State.Health?.Status === 'healthy';
    },
    240_000,
    pauseMs,
  );
}

export async function secret(name: string): Promise<string> {
  return (await readFile(join(infra, 'secrets', name), 'utf8')).trim();
}

/** The containers of a service, or of all. */
export async function containersOf(service?: string): Promise<Container[]> {
  const filters = [`label=com.docker.compose.project=${project}`];
  if (service !== undefined) filters.push(`label=com.docker.compose.service=${service}`);
  const ids = (await docker('ps', '--all', '--quiet', ...filters.flatMap((filter) => ['--filter', filter])))
    .split('\n')
    .filter((id) => id !== '');
  return ids.length === 0 ? [] : (JSON.parse(await docker('inspect', ...ids)) as Container[]);
}

export const serviceOf = ({ Config }: Container) => Config.Labels['com.docker.compose.service'] as string;

export async function containerOf(service: string): Promise<Container> {
  const [container] = await containersOf(service);
  if (container === undefined) throw new Error(`no container of ${service}`);
  return container;
}

/** What a command of the operator says, in the console's container. */
export async function understudy<T>(...args: string[]): Promise<T> {
  const { Id } = await containerOf('console');
  return JSON.parse(await docker('exec', Id, 'understudy', ...args, '--json')) as T;
}

/** A command of the operator where compose is run. */
export function understudyHere(...args: string[]): Promise<Ended> {
  const program = join(root, 'packages/cli/dist/program/main.js');
  return runProgram(process.execPath, [program, ...args], { cwd: root, env });
}

export interface Status {
  readonly epoch: number;
  readonly workers: readonly {
    readonly id: string;
    readonly state: string;
    readonly url: string;
    readonly settledEpoch: number;
  }[];
}

export async function activeWorkers(): Promise<Status['workers']> {
  const { workers } = await understudy<Status>('status');
  return workers.filter(({ state }) => state === 'active');
}

export async function untilActive(count: number): Promise<void> {
  await until(
    `${count} workers are active`,
    async () => (await activeWorkers()).length === count,
    60_000,
    pauseMs,
  );
}

/** The container that a worker runs in, by the address that it tells. */
export async function containerOfWorker(url: string): Promise<Container> {
  const address = new URL(url).hostname;
  for (const container of [...(await containersOf('worker-a')), ...(await containersOf('worker-b'))])
    if (Object.values(container.NetworkSettings.Networks).some(({ IPAddress }) => IPAddress === address))
      return container;
  throw new Error(`no container has the address ${address}`);
}
