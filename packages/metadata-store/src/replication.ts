import { UnderstudyError } from '@understudy/errors';

/** When a video gets a second copy. */
export const replicationPolicies = ['always', 'hot', 'deploy', 'never'] as const;
export type ReplicationPolicy = (typeof replicationPolicies)[number];

/** How the second copy comes about: its bytes are sent, or the replica generates it too and the digests are compared. */
export const replicationMeans = ['copy', 'generate'] as const;
export type ReplicationMeans = (typeof replicationMeans)[number];

/** At most a week: what is meant for longer is no exception. */
export const maxTemporaryMs = 7 * 24 * 3600 * 1000;

export interface ReplicationChoice {
  readonly policy: ReplicationPolicy;
  readonly by: ReplicationMeans;
}

export interface ReplicationSetting {
  /** What holds now; undefined where nobody has set anything, and the configuration of each worker holds. */
  readonly choice: ReplicationChoice | undefined;
  /** Where `choice` is set for a time: how much of it is left, and what holds afterwards. */
  readonly temporary?: {
    readonly leftMs: number;
    readonly afterwards: ReplicationChoice | undefined;
  };
}

export interface Replication {
  /**
   * Sets the policy of the cluster, for good, which also ends a temporary one; or for `forMs` (1 to `maxTemporaryMs`), by the store's
   * clock, after which the one that was set for good holds again.
   */
  setReplication(choice: ReplicationChoice, forMs?: number): Promise<void>;

  /** The policy that holds now. */
  readReplication(): Promise<ReplicationSetting>;
}

/** As the stores keep it: choices in JSON, and the end of the temporary one in milliseconds of the store's clock. */
export interface StoredReplication {
  readonly standing?: string;
  readonly temporary?: string;
  readonly untilMs?: number;
}

/** What a stored setting means at `nowMs` of the store's clock. */
export function settingAt(stored: StoredReplication, nowMs: number): ReplicationSetting {
  const standing = parseChoice(stored.standing);
  const temporary = parseChoice(stored.temporary);
  const leftMs = (stored.untilMs ?? 0) - nowMs;
  if (temporary === undefined || leftMs <= 0) return { choice: standing };
  return { choice: temporary, temporary: { leftMs, afterwards: standing } };
}

export function choiceText({ policy, by }: ReplicationChoice): string {
  return JSON.stringify({ policy, by });
}

/** @throws UnderstudyError `internal`: a caller's mistake */
export function checkForMs(forMs: number | undefined): void {
  if (forMs === undefined || (Number.isInteger(forMs) && forMs >= 1 && forMs <= maxTemporaryMs)) return;
  throw new UnderstudyError('internal', `forMs must be 1 to ${maxTemporaryMs}: ${forMs}`);
}

/** What this version does not know, because a newer one wrote it, counts as not set. */
function parseChoice(text: string | undefined): ReplicationChoice | undefined {
  if (text === undefined || text === '') return undefined;
  const stored = JSON.parse(text) as Partial<ReplicationChoice>;
  const policy = replicationPolicies.find((each) => each === stored.policy);
  const by = replicationMeans.find((each) => each === stored.by);
  return policy === undefined || by === undefined ? undefined : { policy, by };
}
