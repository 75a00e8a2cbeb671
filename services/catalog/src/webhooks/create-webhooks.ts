import type { MetadataStore } from '@understudy/metadata-store';
import type { CatalogConfig } from '../config.js';
import type { CatalogEvents } from '../events.js';
import { CatalogWebhooks } from './webhooks.js';

/** How often the store is asked around an attempt: to claim the message, for what overtook it, to settle it. */
const questionsPerAttempt = 3;

/** The webhooks as they are configured. */
export function createWebhooks(
  config: CatalogConfig,
  store: MetadataStore,
  events: CatalogEvents,
): CatalogWebhooks {
  return new CatalogWebhooks({
    hooks: config.webhooks,
    limits: {
      outstanding: config.webhookQueue,
      timeoutMs: config.webhookTimeoutMs,
      publicOnly: config.webhookAddresses === 'public',
      concurrency: config.webhookConcurrency,
      firstPauseMs: config.webhookFirstPauseMs,
      longestPauseMs: config.webhookLongestPauseMs,
      giveUpMs: config.webhookGiveUpS * 1_000,
      pollMs: config.webhookPollMs,
      claimMs: config.webhookTimeoutMs + questionsPerAttempt * config.metadataTimeoutMs,
    },
    publicUrl: config.publicUrl,
    store,
    events,
  });
}
