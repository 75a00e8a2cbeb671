export type {
  ArchivedAnswer,
  ArtifactStatus,
  CopyDemand,
  DrainPreview,
  EndAnswer,
  EvictAnswer,
  FollowAnswer,
  FollowRequest,
  MoveReason,
  OpenResponse,
  ReplicationLag,
  RouterStatus,
  ScrubPass,
  ScrubStatus,
  ShownReplication,
  StreamsAnswer,
  UnarchivedAnswer,
  WorkerStatus,
} from './answers.js';
export { catalogBodyLimitBytes } from './catalog-body-limit.js';
export { clientKey, parseClientKey } from './client-key.js';
export { type Continuation, formatContinuation, parseContinuation } from './continuation.js';
export {
  type AskedCopy,
  type CopiesAnswer,
  type CopiesQuestion,
  type CopyAnswer,
  copiesPerQuestion,
  parseCopiesQuestion,
  promiseMs,
} from './copies.js';
export { encodeFrame, type FeedFrame, type FeedMeta, readFrames } from './feed.js';
export { type FeedRequest, feedRequestJson, parseFeedRequest, type Want } from './feed-request.js';
export {
  clientHeader,
  continueHeader,
  endTrailer,
  growingHeader,
  pathwaysHeader,
  priceHeader,
  relayedHeader,
  streamsHeader,
} from './headers.js';
export { type IdentityAnswer, type IdentityQuestion, parseIdentityQuestion } from './identity.js';
export { LivenessProbe, type ProbeLimits } from './liveness-probe.js';
export { artifactPath, parseContentId } from './paths.js';
export {
  formatPathways,
  type Pathway,
  type PublicPathways,
  parsePathways,
} from './pathways.js';
export { createPeerClient, type PeerClient, type PeerRequest, wasAnswered } from './peer-client.js';
export { type PeerConfig, parsePeerConfig, readPeerConfig } from './peer-config.js';
export { type PeerServerEvents, peerServerEvents, peerTlsEvents } from './peer-events.js';
export type { PeerRefusal, RefusedRequest } from './peer-refusal.js';
export type { PeerSecrets } from './peer-secrets.js';
export { PeerTls, type PeerTlsEvents } from './peer-tls.js';
export { type PeerTrust, tlsOptions } from './peer-trust.js';
export { formatPieceRanges, hasPiece, type PieceRange, parsePieceRanges } from './piece-ranges.js';
export { parsePublicOrigins, pathwaysFrom } from './public-origins.js';
export { type PeerGuard, requirePeer } from './require-peer.js';
export { servePeersOverTls } from './serve-peers.js';
export { bodyDigest, signRequest, verifyRequest } from './signature.js';
export {
  type HeldCopy,
  parseStatusesQuestion,
  type StatusesAnswer,
  statusesPerQuestion,
} from './statuses.js';
export { parseStoredNotice, type StoredNotice } from './stored-notice.js';
