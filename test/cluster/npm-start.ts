import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterFile } from '@understudy/cli';
import { until } from './until.js';

const root = new URL('../..', import.meta.url).pathname;

/** A cluster as `npm start` runs it. */
export interface NpmStart {
  /** From the command until `cluster.json` is there. */
  readonly startedInMs: number;
  readonly cluster: ClusterFile;
  /** Ctrl-C, which a terminal sends to the whole group. Gives the exit code. */
  interrupt(): Promise<unknown>;
}

/** What `cluster.json` says; undefined without one. */
export const readClusterFile = (dataDir: string) =>
  readFile(join(dataDir, 'cluster.json'), 'utf8').then(
    (text) => JSON.parse(text) as ClusterFile,
    () => undefined,
  );

/** `npm start` on a data directory and a free port, in a process group of its own as a terminal makes it. */
export async function npmStart(dataDir: string): Promise<NpmStart> {
  const startedAtMs = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, UNDERSTUDY_DATA: dataDir, UNDERSTUDY_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  npm.stdout?.resume();
  await until('cluster.json is there', async () => (await readClusterFile(dataDir)) !== undefined, 60_000);
  return {
    startedInMs: performance.now() - startedAtMs,
    cluster: (await readClusterFile(dataDir)) as ClusterFile,
    async interrupt() {
      const exited = once(npm, 'exit');
      process.kill(-(npm.pid as number), 'SIGINT');
      return (await exited)[0];
    },
  };
}

const emptyService = `
  const { default: fastify } = await import('fastify');
  const app = fastify();
  await app.listen({ port: 0, host: '127.0.0.1' });
  await app.close();
`;

/**
 * How long this machine takes now for as many processes at once as `npm start` begins, of which each does nothing but listen once:
 * what a start is measured by where nobody knows how fast the machine is.
 */
export async function emptyServicesMs(): Promise<number> {
  const startedAtMs = performance.now();
  const services = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--input-type=module', '--eval', emptyService], {
      cwd: join(root, 'packages/service-kit'),
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  for (const [code] of await Promise.all(services.map((service) => once(service, 'exit')))) {
    if (code !== 0) throw new Error(`an empty service ended with ${code}`);
  }
  return performance.now() - startedAtMs;
}
