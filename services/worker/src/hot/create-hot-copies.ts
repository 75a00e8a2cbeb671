import type { PeerClient } from '@understudy/peer-protocol';
import type { WorkerConfig } from '../config.js';
import type { WorkerEvents } from '../events.js';
import { askStatus } from '../membership/ask-status.js';
import { OwnerClient } from '../rebalance/owner-client.js';
import { HotCopies, type HotCopiesOptions } from './hot-copies.js';

interface Parts extends Omit<HotCopiesOptions, 'limits' | 'coolMs' | 'statusOf' | 'offer' | 'events'> {
  readonly selfUrl: () => string;
  readonly client: PeerClient;
  readonly events: WorkerEvents;
}

/** Further copies by `config`. */
export function createHotCopies(config: WorkerConfig, parts: Parts): HotCopies {
  const { client, selfUrl, events } = parts;
  const owners = new OwnerClient({
    client,
    selfUrl,
    timeoutMs: config.peerTimeoutMs,
    onFailure: (worker, error) => events.moveRefused(worker, error),
  });
  return new HotCopies({
    ...parts,
    limits: {
      players: config.hotPlayers,
      requestsPerS: config.hotRequestsPerS,
      copies: config.hotCopies,
    },
    coolMs: config.hotCoolS * 1_000,
    statusOf: ({ url }, contentId) => askStatus(client, url, contentId, config.peerTimeoutMs),
    offer: (member, artifact) => owners.offer(member, artifact, 'hot'),
  });
}
