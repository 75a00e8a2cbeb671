import type { Member } from '@understudy/metadata-store';
import { artifactPath, type EvictAnswer } from '@understudy/peer-protocol';
import type { ShownEviction } from '../answers.js';
import type { ConsoleContext } from '../context.js';

/** Removing waits for the metadata store and the disk. */
const evictTimeoutMs = 5_000;

export interface Eviction extends ShownEviction {
  /** Copies that stayed though they could be made again. */
  readonly kept: number;
}

/** Has workers remove their copies of a video, one after the other, so that each finds out who else has it. */
export async function evictCopies(
  { peers }: Pick<ConsoleContext, 'peers'>,
  members: readonly Member[],
  contentId: bigint,
): Promise<Eviction[]> {
  const evictions: Eviction[] = [];
  for (const { id: worker, url } of members) {
    try {
      const path = artifactPath(contentId, 'evict');
      const asked = { method: 'POST', url, path, headTimeoutMs: evictTimeoutMs } as const;
      const { evicted, bytes, kept = 0 } = await peers.json<EvictAnswer>(asked);
      evictions.push({ worker, result: evicted ? 'evicted' : 'kept', bytes, kept });
    } catch {
      evictions.push({ worker, result: 'unreachable', bytes: 0, kept: 0 });
    }
  }
  return evictions;
}
