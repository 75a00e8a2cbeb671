import { UnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import { artifactPath, type EvictAnswer } from '@understudy/peer-protocol';
import type { ShownEviction } from '../answers/videos.js';
import type { ConsoleContext } from '../context.js';

/** Removing waits for the metadata store and the disk. */
const evictTimeoutMs = 5_000;

interface Asked {
  readonly worker: string;
  readonly url: string;
  readonly contentId: bigint;
  readonly forMaking: boolean;
}

export interface Eviction extends ShownEviction {
  /** Copies of its generator that stayed. */
  readonly kept: number;
}

/**
 * Has workers remove their copies of a video, one after the other, so that each finds out who else has it. `forMaking`: it is to be made
 * again, so nobody goes on once a copy stayed.
 * @throws UnderstudyError `not_regenerable` where that would give other bytes; then nothing was removed
 */
export async function evictCopies(
  { peers }: Pick<ConsoleContext, 'peers'>,
  members: readonly Member[],
  contentId: bigint,
  { forMaking = false } = {},
): Promise<Eviction[]> {
  const evictions: Eviction[] = [];
  for (const { id: worker, url } of members) {
    const eviction = await evictOne(peers, { worker, url, contentId, forMaking });
    evictions.push(eviction);
    if (forMaking && (eviction.kept > 0 || eviction.result === 'unreachable')) break;
  }
  return evictions;
}

async function evictOne(
  peers: ConsoleContext['peers'],
  { worker, url, contentId, forMaking }: Asked,
): Promise<Eviction> {
  const path = `${artifactPath(contentId, 'evict')}${forMaking ? '?for=making' : ''}`;
  const answer = await peers
    .json<EvictAnswer>({ method: 'POST', url, path, headTimeoutMs: evictTimeoutMs })
    .catch(() => undefined);
  if (answer === undefined) return { worker, result: 'unreachable', bytes: 0, kept: 0 };
  const { evicted, bytes, kept = 0, isRefused = false } = answer;
  if (isRefused) throw new UnderstudyError('not_regenerable', `the generator of ${worker} makes other bytes`);
  return { worker, result: evicted ? 'evicted' : 'kept', bytes, kept };
}
