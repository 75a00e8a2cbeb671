export type { ArtifactStatus, FollowRequest, WorkerStatus } from './answers.js';
export { type Continuation, formatContinuation, parseContinuation } from './continuation.js';
export { encodeFrame, type FeedFrame, type FeedMeta, type FeedRequest, readFrames } from './feed.js';
export { continueHeader, endTrailer, growingHeader } from './headers.js';
export { artifactPath, parseContentId } from './paths.js';
export { createPeerClient, type PeerClient, type PeerRequest } from './peer-client.js';
export { bodyDigest, signRequest, verifyRequest } from './signature.js';
