import type { ReplicationMeans, ReplicationPolicy } from '@understudy/metadata-store';
import type { EnvReader } from '@understudy/service-kit';

/** Which videos get a second copy, and how. */
export interface ReplicationConfig {
  /** Which videos get a second copy, and how, where nothing is set for the cluster. */
  readonly replication: ReplicationPolicy;
  readonly replicationBy: ReplicationMeans;
  /** What is hot: begun this often in this time, or generated for this long. */
  readonly replicationHotPlays: number;
  readonly replicationHotWindowS: number;
  readonly replicationHotCostS: number;
}

export function readReplicationConfig(read: EnvReader): ReplicationConfig {
  return {
    replication: read.choice('UNDERSTUDY_REPLICATION', ['always', 'hot', 'deploy', 'never'], 'always'),
    replicationBy: read.choice('UNDERSTUDY_REPLICATION_BY', ['copy', 'generate'], 'copy'),
    replicationHotPlays: read.integer('UNDERSTUDY_REPLICATION_HOT_PLAYS', {
      fallback: 3,
      min: 1,
      max: 100,
    }),
    replicationHotWindowS: read.integer('UNDERSTUDY_REPLICATION_HOT_WINDOW_S', {
      fallback: 600,
      min: 1,
      max: 86_400,
    }),
    replicationHotCostS: read.integer('UNDERSTUDY_REPLICATION_HOT_COST_S', {
      fallback: 60,
      min: 1,
      max: 86_400,
    }),
  };
}
