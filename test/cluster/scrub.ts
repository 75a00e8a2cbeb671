import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createPeerClient,
  type PeerClient,
  type ScrubPass,
  type WorkerStatus,
} from '@understudy/peer-protocol';
import type { TestCluster } from './start.js';
import { understudy } from './understudy.js';
import { until } from './until.js';

export interface SealedFile {
  readonly worker: string;
  readonly contentId: string;
  readonly piece: string;
  readonly length: number;
  readonly sha256: string;
  readonly path: string;
}

/** The sealed files of a worker, of one video or of all. */
export async function sealedFiles(
  dataDir: string,
  worker: string,
  contentId?: string,
): Promise<SealedFile[]> {
  const root = join(dataDir, 'workers', worker, 'artifacts');
  const files: SealedFile[] = [];
  for (const directory of (await readdir(root)).sort()) {
    const owner = directory.split('-')[0] as string;
    if (contentId !== undefined && owner !== contentId) continue;
    for (const name of (await readdir(join(root, directory))).sort()) {
      const [, piece, length, sha256] = /^([a-z0-9]+)\.(\d+)\.([0-9a-f]{64})$/.exec(name) ?? [];
      if (piece === undefined || sha256 === undefined) continue;
      const path = join(root, directory, name);
      files.push({ worker, contentId: owner, piece, length: Number(length), sha256, path });
    }
  }
  return files;
}

/** Flips one to three bits of a file, wherever `random` says. */
export async function flipBits(path: string, random: () => number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const places = new Set(
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * size * 8)),
    );
    const byte = Buffer.alloc(1);
    for (const place of places) {
      await file.read(byte, 0, 1, place >> 3);
      byte[0] = (byte[0] as number) ^ (1 << (place & 7));
      await file.write(byte, 0, 1, place >> 3);
    }
  } finally {
    await file.close();
  }
}

/** Has a worker read everything that it stores; resolves with what came of it once all that it found is dealt with. */
export async function scrub(cluster: TestCluster, workerId: string): Promise<ScrubPass> {
  const { code, output } = await understudy(['scrub', workerId], { UNDERSTUDY_DATA: cluster.dataDir });
  if (code !== 0) throw new Error(output);
  return scrubbed(cluster, workerId);
}

/** Waits for the end of the pass that a worker is in; resolves with what came of it. */
async function scrubbed(cluster: TestCluster, workerId: string): Promise<ScrubPass> {
  let pass: ScrubPass | undefined;
  await asPeer(cluster, (client) =>
    until(`the scrub of ${workerId} ends`, async () => {
      const asked = { ...workerOf(cluster, workerId), method: 'GET', path: '/status' } as const;
      pass = (await client.json<WorkerStatus>(asked)).scrub.pass;
      return pass?.endedAtMs !== undefined;
    }),
  );
  return pass as ScrubPass;
}

const workerOf = (cluster: TestCluster, workerId: string) => ({
  url: cluster.worker(workerId).url,
  headTimeoutMs: 5_000,
});

async function asPeer<T>(cluster: TestCluster, ask: (client: PeerClient) => Promise<T>): Promise<T> {
  const text = await readFile(join(cluster.dataDir, 'keys.json'), 'utf8');
  const client = createPeerClient(
    Buffer.from((JSON.parse(text) as { peerSecret: string }).peerSecret, 'base64'),
  );
  try {
    return await ask(client);
  } finally {
    client.close();
  }
}
