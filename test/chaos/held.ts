import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '@understudy/cli';

/** What a process holds. */
export interface Held {
  readonly name: string;
  readonly residentBytes: number;
  readonly files: number;
  /** Processes that it started and that run: generators, and those that serve for a router. */
  readonly children: number;
}

/** Of every service that runs. */
export async function heldBy(cluster: Cluster): Promise<Held[]> {
  const services = [...cluster.routers, cluster.catalog, cluster.console, ...cluster.workers];
  // A worker may be killed just now.
  const held = await Promise.all(services.map(({ name, pid }) => read(name, pid).catch(() => undefined)));
  return held.filter((each) => each !== undefined);
}

async function read(name: string, pid: number): Promise<Held> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return {
    name,
    residentBytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024,
    files: (await readdir(`/proc/${pid}/fd`)).length,
    children: (await childrenOf(pid)).length,
  };
}

/** The processes that one started and that run. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text
    .split(' ')
    .filter((child) => child !== '')
    .map(Number);
}

export function heldInWords(held: readonly Held[]): string {
  return held
    .map(({ name, residentBytes, files }) => `${name} ${Math.round(residentBytes / 1e6)} MB, ${files} files`)
    .join('; ');
}

/** What workers store of videos, as paths. */
export async function filesLeft(cluster: Cluster): Promise<string[]> {
  const left = await Promise.all(
    cluster.workers.map(async ({ name }) => {
      const directory = join(cluster.dataDir, 'workers', name, 'artifacts');
      return (await readdir(directory)).map((each) => join(directory, each));
    }),
  );
  return left.flat();
}
