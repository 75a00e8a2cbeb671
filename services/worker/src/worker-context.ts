import type { Generator } from '@understudy/generator';
import type { MetadataStore } from '@understudy/metadata-store';
import type { DrainPreview, PeerClient, PeerConfig, PeerTls } from '@understudy/peer-protocol';
import type { EventFeed, Logger } from '@understudy/service-kit';
import type { Tracing } from '@understudy/tracing';
import type { Registry } from 'prom-client';
import type { WorkerArchive } from './archive/worker-archive.js';
import type { DiskGuard } from './disk/disk-guard.js';
import type { Drain } from './drain/drain.js';
import type { WorkerEvents } from './events.js';
import type { Demand } from './hot/demand.js';
import type { HotCopies } from './hot/hot-copies.js';
import type { MembershipView } from './membership/view.js';
import type { Admission } from './produce/admission.js';
import type { Production } from './produce/production.js';
import type { Moves } from './rebalance/moves.js';
import type { ReplicationPolicies } from './replicate/replication-policies.js';
import type { Streams } from './routes/streams.js';
import type { Scrubber } from './scrub/scrubber.js';
import type { ArtifactStore } from './store/artifact-store.js';
import type { ReadCache } from './store/read-cache.js';

/** What is brought from outside, and closed there. */
export interface ContextParts {
  readonly generator?: Generator;
  readonly metadata?: MetadataStore;
}

/** Everything the routes work with. */
export interface WorkerContext {
  readonly id: string;
  /** Of this process: see `IdentityQuestion`. */
  readonly instance: string;
  /** Resolves with why the worker cannot go on: close it then. */
  readonly failed: Promise<Error>;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly events: WorkerEvents;
  /** The last of them. */
  readonly feed: EventFeed;
  /** Undefined where nobody collects traces. */
  readonly tracing: Tracing | undefined;
  readonly generator: Generator;
  readonly store: ArtifactStore;
  readonly readCache: ReadCache;
  readonly admission: Admission;
  /** Undefined where there is none. */
  readonly archive: WorkerArchive | undefined;
  readonly disk: DiskGuard;
  readonly client: PeerClient;
  readonly streams: Streams;
  readonly demand: Demand;
  readonly hot: HotCopies;
  readonly moves: Moves;
  readonly drain: Drain;
  previewDrain(): Promise<DrainPreview>;
  readonly replication: Pick<ReplicationPolicies, 'choice'>;
  readonly scrubber: Scrubber;
  readonly peers: Pick<PeerConfig, 'secrets' | 'windowMs' | 'replaysKept'>;
  /** Undefined where it talks with its peers in the clear. */
  readonly peerTls: PeerTls | undefined;
  /** Whether it listens with that. */
  readonly listensOverTls: boolean;
  /** Where peers find it; undefined before it listens. */
  ownUrl(): string | undefined;
  readonly limits: {
    readonly beatIntervalMs: number;
    readonly followerStallMs: number;
    readonly playerLingerMs: number;
    readonly relaySilenceMs: number;
  };
  view(): MembershipView;
  /** Whether the worker at a URL lives. Never rejects. */
  isAlive(url: string): Promise<boolean>;
  /** Those that were begun since the start. */
  productions(): Iterable<Production>;
  /** What is here of a video, without looking elsewhere. */
  knownProduction(contentId: bigint): Production | undefined;
  /** Whether it was deleted and is on its way out. */
  isDeleted(contentId: bigint): boolean;
  /**
   * The production of a video whose description came from another worker. Whether that has missed a deletion is looked up
   * meanwhile.
   * @throws UnderstudyError `gone`
   */
  productionOf(contentId: bigint, canonicalDescription: string): Production;
  /**
   * The production of a video or a rendition, its description read from the metadata store when no form of it is here.
   * @throws UnderstudyError `not_found` (also for a rendition larger than its video), `gone`, `metadata_unavailable`
   */
  openProduction(contentId: bigint): Promise<Production>;
  /**
   * Removes this worker's copy of a video and its entry among the holders. False, and nothing happens, while the copy is in use,
   * was promised to another worker, or when there is none.
   */
  removeCopy(contentId: bigint): Promise<boolean>;
  /**
   * Removes it by the rules of eviction, and gives the bytes that were freed; undefined where it had to stay, or there is none.
   */
  evictVideo(contentId: bigint): Promise<number | undefined>;
  /** Whether it has joined the cluster, or cannot for now: what it has it serves all the same. */
  ready(): boolean;
  /** Called once the server listens. */
  join(url: string): void;
  /** Leaves the cluster, ends all work, closes everything. */
  close(): Promise<void>;
  /** Stops without telling anybody, as a crash would. */
  abandon(): Promise<void>;
}
