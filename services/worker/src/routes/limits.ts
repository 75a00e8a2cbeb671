import type { WorkerConfig } from '../config.js';
import type { WorkerContext } from '../worker-context.js';

/** No answer of a peer in this time while it takes a feed: it is dropped, and another becomes the replica. */
const followerStallMs = 5_000;

/** What the routes wait for at most. */
export function routeLimits(config: WorkerConfig): WorkerContext['limits'] {
  return {
    beatIntervalMs: config.feedBeatMs,
    followerStallMs,
    playerLingerMs: config.playerLingerMs,
    relaySilenceMs: config.feedSilenceMs,
  };
}
