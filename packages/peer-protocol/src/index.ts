export type {
  ArtifactStatus,
  DrainPreview,
  EndAnswer,
  EvictAnswer,
  FollowAnswer,
  FollowRequest,
  MoveReason,
  OpenResponse,
  ScrubPass,
  ScrubStatus,
  ShownReplication,
  StreamsAnswer,
  WorkerStatus,
} from './answers.js';
export { catalogBodyLimitBytes } from './catalog-body-limit.js';
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
export { continueHeader, endTrailer, growingHeader, pathwaysHeader, relayedHeader } from './headers.js';
export { type IdentityAnswer, type IdentityQuestion, parseIdentityQuestion } from './identity.js';
export { LivenessProbe } from './liveness-probe.js';
export { artifactPath, parseContentId } from './paths.js';
export {
  formatPathways,
  mostPathways,
  type Pathway,
  type PublicPathways,
  parsePathways,
} from './pathways.js';
export { createPeerClient, type PeerClient, type PeerRequest } from './peer-client.js';
export { formatPieceRanges, hasPiece, type PieceRange, parsePieceRanges } from './piece-ranges.js';
export { requirePeer } from './require-peer.js';
export { bodyDigest, signRequest, verifyRequest } from './signature.js';
export { parseStoredNotice, type StoredNotice } from './stored-notice.js';
