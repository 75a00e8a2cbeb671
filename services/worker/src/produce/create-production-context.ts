import type { MetadataStore } from '@understudy/metadata-store';
import type { WorkerConfig } from '../config.js';
import { followFeed } from '../replicate/follow.js';
import { NewsTeller } from '../webhooks/news-teller.js';
import type { ProductionContext } from './production-context.js';

/** How many rounds without a new byte until waiting players are told, and the pause that each adds. */
const idleRounds = 20;
const idleRoundMs = 25;
/** How long a replica generates for players that have not come over yet: above a router's stall limit. */
const takeOverGraceMs = 5_000;

/** What a follower tells as stored, where nothing is shown before: its bytes as they come, or segments that are sealed. */
const acknowledged = { byte: undefined, segment: 'segments', none: 'bytes' } as const;

interface Parts extends Omit<ProductionContext, 'metadata' | 'lease' | 'follow' | 'limits' | 'news'> {
  readonly metadata: MetadataStore;
  /** Told of what comes from other workers, by their URL. */
  readonly heard: (url: string) => void;
}

/** What productions work with: `parts`, and what follows from `config`. */
export function createProductionContext(config: WorkerConfig, parts: Parts): ProductionContext {
  const { selfId, client, metadata, generator, isAlive, heard, events } = parts;
  const followOptions = {
    client,
    selfId,
    headTimeoutMs: config.peerTimeoutMs * 3,
    silenceMs: config.feedSilenceMs,
    isAlive,
    acknowledges: acknowledged[generator.resumable],
    heard,
  };
  return {
    ...parts,
    lease: {
      store: metadata,
      owner: selfId,
      ttlMs: config.leaseMs,
      goOnWithoutStore: generator.resumable === 'byte',
    },
    follow: (target, signal) => followFeed(followOptions, target, signal),
    news: new NewsTeller({
      metadata,
      limit: config.webhookQueue,
      failedAfterMs: config.webhookFailedAfterMs,
      events,
    }),
    limits: {
      // Busy as everybody may be then, a response that moves is longer on its way; and what was begun waited for its generator.
      get lingerMs() {
        return parts.admission.full ? Math.max(config.lingerMs, config.patienceMs) : config.lingerMs;
      },
      takeOverGraceMs,
      failureMemoryMs: config.failureMemoryMs,
      idleRounds,
      idleRoundMs,
      probeTimeoutMs: config.peerTimeoutMs,
      replicaLagMs: config.replicaLagMs,
      leadMs: config.generatorLeadMs,
      archiveStallMs: config.archiveStallMs,
      watermarkWaitMs: config.watermarkWaitMs,
    },
  };
}
