import type { ReplicationMeans, ReplicationPolicy } from '@understudy/metadata-store';
import type { EnvReader } from '@understudy/service-kit';

/** Which videos get copies, how many, and how. */
export interface ReplicationConfig {
  /** Which videos get a second copy, and how, where nothing is set for the cluster. */
  readonly replication: ReplicationPolicy;
  readonly replicationBy: ReplicationMeans;
  /** What is hot: begun this often in this time, or generated for this long. */
  readonly replicationHotPlays: number;
  readonly replicationHotWindowS: number;
  readonly replicationHotCostS: number;
  /** What one copy is for: players with open responses, and requests a second. */
  readonly hotPlayers: number;
  readonly hotRequestsPerS: number;
  /** For how long a player who asks again for the same thing is not counted again. */
  readonly hotWindowS: number;
  /** How many copies a video may have, master and replica counted. */
  readonly hotCopies: number;
  /** How long a further copy stays that hardly anybody asks for. */
  readonly hotCoolS: number;
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
    hotPlayers: read.integer('UNDERSTUDY_HOT_PLAYERS', { fallback: 100, min: 1, max: 1_000_000 }),
    hotRequestsPerS: read.integer('UNDERSTUDY_HOT_REQUESTS_PER_S', {
      fallback: 100,
      min: 1,
      max: 1_000_000,
    }),
    hotWindowS: read.integer('UNDERSTUDY_HOT_WINDOW_S', { fallback: 10, min: 1, max: 3_600 }),
    hotCopies: read.integer('UNDERSTUDY_HOT_COPIES', { fallback: 4, min: 1, max: 100 }),
    hotCoolS: read.integer('UNDERSTUDY_HOT_COOL_S', { fallback: 300, min: 1, max: 86_400 }),
  };
}
