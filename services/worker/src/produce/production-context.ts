import type { Piece } from '@understudy/artifact';
import type { Generator } from '@understudy/generator';
import type { MetadataStore } from '@understudy/metadata-store';
import type { PeerClient } from '@understudy/peer-protocol';
import type { ArchiveReader } from '../archive/archive-reader.js';
import type { AddressBudgets } from '../budget/address-budgets.js';
import type { Prices } from '../budget/prices.js';
import type { DiskGuard } from '../disk/disk-guard.js';
import type { WorkerEvents } from '../events.js';
import type { LeaseOptions } from '../lease/generation-lease.js';
import type { MembershipView } from '../membership/view.js';
import type { FollowTarget } from '../replicate/follow.js';
import type { ReplicationPolicies } from '../replicate/replication-policies.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { NewsTeller } from '../webhooks/news-teller.js';
import type { Admission } from './admission.js';

interface ProductionLimits {
  /** How long work goes on when nobody wants it any more: a response that moves comes back within this. */
  readonly lingerMs: number;
  /** How long a replica generates for players of a dead master that have not come yet. */
  readonly takeOverGraceMs: number;
  /** What failed is not tried again for this long. */
  readonly failureMemoryMs: number;
  /** How many rounds without a new byte are one failure, and by how much longer the pause before each is. */
  readonly idleRounds: number;
  readonly idleRoundMs: number;
  /** For a peer's health, and for what it says of an artifact. */
  readonly probeTimeoutMs: number;
  /** How long the next segment waits for followers that were not given the last one. */
  readonly replicaLagMs: number;
  /** What is less ahead of its players goes before what is new. */
  readonly leadMs: number;
  /** A download from the archive that brings nothing for this long is given up. */
  readonly archiveStallMs: number;
  /** How long bytes that might not come out the same again are held back for a replica. */
  readonly watermarkWaitMs: number;
}

/** What a production works with. */
export interface ProductionContext {
  readonly selfId: string;
  readonly generator: Generator;
  readonly admission: Admission;
  readonly prices: Prices;
  readonly budgets: AddressBudgets;
  /** Whether the disk takes anything new, and the error when it does not. */
  readonly disk: Pick<DiskGuard, 'takes' | 'refuse'>;
  /** Undefined where there is no archive. */
  readonly archive: ArchiveReader | undefined;
  readonly lease: LeaseOptions;
  readonly metadata: Pick<
    MetadataStore,
    'readCreator' | 'recordSegment' | 'readManifest' | 'recordHolder' | 'readHolders' | 'readMembership'
  >;
  readonly client: PeerClient;
  readonly view: () => MembershipView;
  readonly follow: (target: FollowTarget, signal: AbortSignal) => Promise<{ complete: boolean }>;
  readonly contentSource: { artifactOf(contentId: bigint, canonicalDescription: string): StoredArtifact };
  /** Makes a damaged or half-written piece whole with what differs elsewhere. False where that cannot be done. */
  readonly repair: (artifact: StoredArtifact, piece: Piece, signal: AbortSignal) => Promise<boolean>;
  /** Gets a piece whose digest is known from whoever has it now. False where nobody has. */
  readonly fetchKnown: (artifact: StoredArtifact, piece: Piece, signal: AbortSignal) => Promise<boolean>;
  readonly isAlive: (url: string) => Promise<boolean>;
  readonly limits: ProductionLimits;
  readonly replication: Pick<ReplicationPolicies, 'applies' | 'by' | 'followsUse'>;
  readonly selfUrl: () => string;
  /** Whether this worker is about to go, and others are there to generate what it does not generate any more. */
  readonly handsOver: () => boolean;
  /** Told when nothing is done for an artifact any more. */
  readonly onSettled: (artifact: StoredArtifact) => void;
  /** What webhooks are told. */
  readonly news: NewsTeller;
  readonly events: WorkerEvents;
}
