import type { Cluster } from '@understudy/cli';
import { openFilesOf, residentBytesOf } from '../cluster/process-facts.js';

/** What each service that runs holds, in words. */
export async function heldInWords(cluster: Cluster): Promise<string> {
  const services = [...cluster.routers, cluster.catalog, cluster.console, ...cluster.workers];
  // A worker may be killed just now.
  const held = await Promise.all(
    services.map(({ name, pid }) => read(name, pid).catch(() => `${name} gone`)),
  );
  return held.join('; ');
}

async function read(name: string, pid: number): Promise<string> {
  const [bytes, files] = await Promise.all([residentBytesOf(pid), openFilesOf(pid)]);
  return `${name} ${Math.round(bytes / 1e6)} MB, ${files} files`;
}
