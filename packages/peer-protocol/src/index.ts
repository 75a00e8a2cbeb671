export type { ArtifactStatus, FollowRequest, ScrubPass, ScrubStatus, WorkerStatus } from './answers.js';
export { type Continuation, formatContinuation, parseContinuation } from './continuation.js';
export { encodeFrame, type FeedFrame, type FeedMeta, readFrames } from './feed.js';
export { type FeedRequest, parseFeedRequest, type Want } from './feed-request.js';
export { continueHeader, endTrailer, growingHeader } from './headers.js';
export { isAlive } from './is-alive.js';
export { artifactPath, parseContentId } from './paths.js';
export { createPeerClient, type PeerClient, type PeerRequest } from './peer-client.js';
export { bodyDigest, signRequest, verifyRequest } from './signature.js';
