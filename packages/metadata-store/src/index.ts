export {
  type Descriptions,
  type ImportResult,
  maxContentId,
  type StoredDescription,
} from './descriptions.js';
export type { Holder, Holders } from './holders.js';
export type { LeaseResult, Leases } from './leases.js';
export type { Fence, ManifestEntry, Manifests, RecordSegmentResult } from './manifests.js';
export type {
  Member,
  MemberState,
  Members,
  Membership,
  MembershipWatch,
  WatchOptions,
} from './membership.js';
export type { MetadataStore, MetadataStoreOptions } from './metadata-store.js';
export { openMetadataStore } from './open-metadata-store.js';
export { type Views, viewsPerViewer } from './views.js';
