export type { AccessKeys, KeyDraft, KeyRecord, KeySecret, KeyTable } from './access-keys.js';
export {
  type Bucket,
  type Budgets,
  type BudgetTerms,
  type Charge,
  refilled,
  taken,
} from './budgets.js';
export type { CalibrationRecord, Calibrations } from './calibrations.js';
export { countOf, isContentId, poolOf, renditionIdOf, renditionNumberOf, videoIdOf } from './content-id.js';
export type { Creators } from './creators.js';
export type { Deletion, DeletionPage, Deletions } from './deletions.js';
export type { DescriptionPage, Descriptions, ImportResult, StoredDescription } from './descriptions.js';
export type { Generators } from './generators.js';
export type { Holder, Holders } from './holders.js';
export { type LeaseResult, type Leases, leaseKeyOf } from './leases.js';
export type { Fence, ManifestEntry, Manifests, RecordSegmentResult } from './manifests.js';
export type {
  LostMember,
  Member,
  MemberState,
  Members,
  Membership,
  MembershipWatch,
  WatchOptions,
} from './membership.js';
export { stillLost } from './membership-rules.js';
export type { MetadataStore, MetadataStoreOptions } from './metadata-store.js';
export { openMetadataStore } from './open-metadata-store.js';
export {
  maxTemporaryMs,
  type Replication,
  type ReplicationChoice,
  type ReplicationMeans,
  type ReplicationPolicy,
  type ReplicationSetting,
  replicationMeans,
  replicationPolicies,
} from './replication.js';
export {
  isRevocable,
  type Revocation,
  type RevocationKind,
  type RevocationList,
  type Revocations,
  revocationKinds,
} from './revocations.js';
export type { RouterRecord, Routers } from './routers.js';
export type { SessionLimits, Sessions } from './sessions.js';
export { type Views, viewsPerViewer } from './views.js';
export type { TellOptions, Told, VideoNews, WebhookMessage, Webhooks } from './webhooks.js';
export { contentIdOfKey } from './webhooks.js';
