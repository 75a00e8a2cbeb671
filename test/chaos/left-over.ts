import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { signed } from '@understudy/archive/testing';
import { childrenOf } from '../cluster/process-facts.js';
import type { Stage } from './stage.js';

/** What there still is of videos, and of work for them: on disks, in the archive, running. */
export async function leftOver({ cluster, archive }: Stage): Promise<string[]> {
  const ofWorkers = cluster.workers.map(async ({ name, pid }) => {
    const directory = join(cluster.dataDir, 'workers', name, 'artifacts');
    const copies = (await readdir(directory)).map((each) => join(directory, each));
    return [...copies, ...(await childrenOf(pid)).map((child) => `process ${child} of ${name}`)];
  });
  return [...(await Promise.all(ofWorkers)).flat(), ...(await archivedKeys(archive.objectsOf('').manifest))];
}

/** Of the first thousand objects, the keys. */
async function archivedKeys(anyObject: string): Promise<string[]> {
  const { origin, pathname } = new URL(anyObject);
  const bucket = pathname.split('/')[1];
  const listing = await (await fetch(`${origin}/${bucket}?list-type=2`, { headers: signed })).text();
  if (!listing.includes('<ListBucketResult')) throw new Error(`the archive lists nothing: ${listing}`);
  return [...listing.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => `archived ${key}`);
}

const headTimeoutMs = 5_000;

/** Whether there is a copy in the archive that counts; not, where that does not answer. */
export async function isArchived({ archive }: Stage, etag: string): Promise<boolean> {
  const { manifest } = archive.objectsOf(etag.replaceAll('"', ''));
  const asked = { method: 'HEAD', headers: signed, signal: AbortSignal.timeout(headTimeoutMs) };
  return (await fetch(manifest, asked).catch(() => undefined))?.status === 200;
}
