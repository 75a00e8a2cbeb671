import type { ReplicationLag } from '@understudy/peer-protocol';
import type { WorkerContext } from '../context.js';

/** How far the replicas of all that is made here are behind, at this moment. */
export function replicationLag({ productions }: Pick<WorkerContext, 'productions'>): ReplicationLag {
  const behind = [...productions()].flatMap(({ replicas }) => replicas.lag.behind ?? []);
  return {
    videos: behind.length,
    bytes: behind.reduce((sum, { bytes }) => sum + bytes, 0),
    ms: Math.max(0, ...behind.map(({ ms }) => ms)),
  };
}
