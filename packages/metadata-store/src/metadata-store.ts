import type { AccessKeys } from './access-keys.js';
import type { Budgets } from './budgets.js';
import type { Calibrations } from './calibrations.js';
import type { Creators } from './creators.js';
import type { Deletions } from './deletions.js';
import type { Descriptions } from './descriptions.js';
import type { Generators } from './generators.js';
import type { Holders } from './holders.js';
import type { Leases } from './leases.js';
import type { Manifests } from './manifests.js';
import type { Members } from './membership.js';
import type { Replication } from './replication.js';
import type { Revocations } from './revocations.js';
import type { Routers } from './routers.js';
import type { Sessions } from './sessions.js';
import type { Views } from './views.js';
import type { Webhooks } from './webhooks.js';

/**
 * What the cluster agrees on. Every operation is one atomic change, has a deadline (`commandTimeoutMs`) and rejects with
 * `metadata_unavailable` when the store does not answer in it; at once while the store is known to be unreachable.
 * A write whose caller was told so is not applied later, but may have been applied already: every one but a charge can be repeated.
 */
export interface MetadataStore
  extends Descriptions,
    Deletions,
    Members,
    Generators,
    Leases,
    Manifests,
    Holders,
    Replication,
    Revocations,
    Routers,
    Calibrations,
    Budgets,
    Creators,
    Sessions,
    Views,
    Webhooks,
    AccessKeys {
  /** Resolves when the store answers. */
  ping(): Promise<void>;
  /** Whether the store answered last time, as far as is known without asking. */
  readonly reachable: boolean;
  /** Ends watches and connections. Operations after it reject with `metadata_unavailable`. */
  close(): Promise<void>;
}

export interface MetadataStoreOptions {
  /** Where `lmdb:` without a path keeps its files: `<dataDir>/metadata`. */
  readonly dataDir?: string;
  /** Put before every Redis key, so that clusters can share a Redis. Default `understudy:`. */
  readonly keyPrefix?: string;
  /** How long a caller waits at most. Default 1,000 ms: a player's patience is spent elsewhere. */
  readonly commandTimeoutMs?: number;
  /**
   * After how long without any announcement or reading of members the store counts as having been away (default
   * 3,000 ms, above any poll and heartbeat interval). Member leases are then extended by that time: nobody could renew them.
   */
  readonly storeAwayAfterMs?: number;
  /**
   * How many replicas of a Redis must have a description before it is acknowledged. Default 0. With fewer in time it is not
   * acknowledged; it may be there all the same, as after any error.
   */
  readonly waitReplicas?: number;
  /**
   * Whether a Redis that would lose acknowledged descriptions is refused: by opening when it is there, otherwise by writing
   * descriptions (`metadata_unavailable`). Default false, for those who write none. LMDB loses none.
   */
  readonly requireDurable?: boolean;
  /**
   * Where a store without descriptions begins to count them (0 to 2^46). Default 0. With a number by chance, one that took the place
   * of a lost store does not give IDs again under which workers still have videos.
   */
  readonly countFrom?: number;
  /** Told what such a Redis lacks. */
  readonly onUnsafe?: (faults: readonly string[]) => void;
  /** Told when the store is lost, with the cause, and when it is back. */
  readonly onReachable?: (reachable: boolean, cause?: unknown) => void;
}

/** The options with their defaults filled in. */
export interface StoreSettings {
  readonly commandTimeoutMs: number;
  readonly storeAwayAfterMs: number;
  readonly waitReplicas: number;
  readonly requireDurable: boolean;
  readonly countFrom: number;
  readonly onUnsafe: (faults: readonly string[]) => void;
  readonly onReachable: (reachable: boolean, cause?: unknown) => void;
}
