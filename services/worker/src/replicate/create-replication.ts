import type { WorkerConfig } from '../config.js';
import { type ReplicationOptions, ReplicationPolicies } from './replication-policies.js';

type Parts = Pick<ReplicationOptions, 'metadata' | 'view' | 'productions' | 'onChanged' | 'events'>;

/** The policies by `config`, until the cluster has set others. */
export function createReplication(config: WorkerConfig, parts: Parts): ReplicationPolicies {
  return new ReplicationPolicies({
    ...parts,
    fallback: { policy: config.replication, by: config.replicationBy },
    pollIntervalMs: config.membershipPollMs,
    hotPlays: config.replicationHotPlays,
    hotWindowMs: config.replicationHotWindowS * 1_000,
    hotGeneratedMs: config.replicationHotCostS * 1_000,
  });
}
