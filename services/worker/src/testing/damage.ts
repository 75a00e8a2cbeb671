import { open } from 'node:fs/promises';
import type { Piece } from '@understudy/artifact';
import type { ScrubPass, WorkerStatus } from '@understudy/peer-protocol';
import type { TestCluster, TestWorker } from './test-cluster.js';

/** The file of a sealed piece. */
export function fileOf(worker: TestWorker, contentId: bigint, piece: Piece): string {
  const state = worker.context.store.get(contentId)?.state(piece);
  if (state?.sha256 === undefined) throw new Error(`piece ${piece} is not sealed here`);
  return state.path;
}

/** Flips one bit of a file. */
export async function flipBit(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    await file.write(Buffer.of((byte[0] as number) ^ 1), 0, 1, at);
  } finally {
    await file.close();
  }
}

/** Has a worker read everything; resolves with what came of it. */
export async function scrub(cluster: TestCluster, { url }: TestWorker): Promise<ScrubPass> {
  await cluster.client.json({ method: 'POST', url, path: '/scrub', json: {}, headTimeoutMs: 1_000 });
  const giveUpAtMs = performance.now() + 10_000;
  for (;;) {
    const asked = { method: 'GET', url, path: '/status', headTimeoutMs: 1_000 } as const;
    const { pass } = (await cluster.client.json<WorkerStatus>(asked)).scrub;
    if (pass?.endedAtMs !== undefined) return pass;
    if (performance.now() > giveUpAtMs) throw new Error('the scrub does not end');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The value of a counter, over all its labels. */
export async function counted({ context }: TestWorker, name: string): Promise<number> {
  const metric = await context.registry.getSingleMetric(name)?.get();
  return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
}
